package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.pointintime.Conditions.accessible;
import static io.customeraccounts.projections.pointintime.Conditions.lasting;
import static io.customeraccounts.projections.pointintime.Conditions.now;
import static io.customeraccounts.projections.pointintime.Conditions.partnerEnd;
import static io.customeraccounts.projections.pointintime.Conditions.stretches;
import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static java.util.Objects.requireNonNull;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.access.Manage;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.projects.ProjectState;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * What was so at a time: after everything that had happened by then, that instant included, and with end dates judged by the
 * clock of then. A question looks into indexes for the rows that it answers with, whatever came before or after that time.
 *
 * <p>The tables are written after the events: {@link io.customeraccounts.projections.history.History#progress} says up to
 * when the answers are right.
 */
public final class PointInTime {

    private static final UUID LOWEST = new UUID(0, 0);

    private final JdbcClient sql;
    private final AccessReasons reasons;
    private final AccessChanges changes;

    private final Groups groups;

    public PointInTime(JdbcClient sql, Clock clock, Groups groups) {
        this.sql = sql;
        this.groups = groups;
        this.reasons = new AccessReasons(sql, clock);
        this.changes = new AccessChanges(sql);
    }

    /** The event handler that keeps the tables; for the processing group {@code history}. */
    public static Object projection(JdbcClient sql, Groups groups) {
        return new PointInTimeProjection(sql, groups);
    }

    /** The groups of partners whose users may add themselves to managed customers. */
    List<String> entering() {
        return Arrays.stream(CustomerKind.values())
                .flatMap(kind -> groups.of(kind).stream())
                .filter(group -> group.allows(Permission.ENTER_MANAGED_CUSTOMER))
                .map(group -> group.name().value())
                .sorted()
                .toList();
    }

    private StatementSpec query(String statement, Instant at) {
        return sql.sql(statement)
                .param("entering", entering())
                .param("at", at(at))
                .param("begun", Intervals.begunBy(at))
                .param("notOver", Intervals.notOverBy(at));
    }

    /** Empty if there was no such customer yet. */
    public Optional<PastCustomer> customer(CustomerId id, Instant at) {
        return sql.sql("select * from past_customer c where c.customer_id = :id and " + now("c"))
                .param("id", id.value())
                .param("at", at(at))
                .query((row, number) -> new PastCustomer(
                        row.getString("identifier"),
                        row.getString("name"),
                        CustomerKind.valueOf(row.getString("kind")),
                        CustomerState.at(
                                at,
                                CustomerState.valueOf(row.getString("state")),
                                instantOrNull(row, "confirm_by"),
                                instantOrNull(row, "payment_due_by"))))
                .optional();
    }

    /** By id. Whoever's end date had come was no user any more. */
    public Page<PastUser> users(CustomerId customerId, Instant at, PageRequest request) {
        return page(
                "users of " + customerId + " at " + at,
                request,
                "membership_id",
                lasting("x"),
                stretches("past_user", "customer_id", ":scope"),
                customerId.value(),
                at,
                (row, number) -> new PastUser(
                        new MembershipId(uuid(row, "membership_id")),
                        new PersonId(uuid(row, "person_id")),
                        new GroupName(row.getString("group_name")),
                        instantOrNull(row, "ends_at")),
                user -> user.membershipId().value());
    }

    /** By id. Only those that could be accepted. */
    public Page<PastInvitation> invitations(CustomerId customerId, Instant at, PageRequest request) {
        return page(
                "invitations of " + customerId + " at " + at,
                request,
                "invitation_id",
                "x.expires_at > :at",
                stretches("past_invitation", "customer_id", ":scope"),
                customerId.value(),
                at,
                (row, number) -> new PastInvitation(
                        new InvitationId(uuid(row, "invitation_id")),
                        new GroupName(row.getString("group_name")),
                        instant(row, "expires_at")),
                invitation -> invitation.id().value());
    }

    /** By id. Deleted ones too. */
    public Page<PastProject> projects(CustomerId customerId, Instant at, PageRequest request) {
        return page(
                "projects of " + customerId + " at " + at,
                request,
                "project_id",
                "true",
                stretches("past_project", "customer_id", ":scope"),
                customerId.value(),
                at,
                (row, number) -> new PastProject(
                        new ProjectId(uuid(row, "project_id")),
                        row.getString("identifier"),
                        row.getString("name"),
                        ProjectState.valueOf(row.getString("state"))),
                project -> project.id().value());
    }

    private <T> Page<T> page(
            String list,
            PageRequest request,
            String key,
            String where,
            String stretches,
            UUID scope,
            Instant at,
            RowMapper<T> row,
            Function<T, UUID> id) {
        var found = query("""
                select * from %s x
                where %s and x.%s > :after
                order by x.%s
                limit :limit
                """.formatted(stretches, where, key, key), at)
                .param("scope", scope)
                .param("after", after(request.start(list)))
                .param("limit", request.limit() + 1)
                .query(row)
                .list();
        return Page.of(
                found.stream()
                        .map(item -> new Keyed<>(bytes(id.apply(item)), item))
                        .toList(),
                request,
                list);
    }

    /** The user, if the membership was active. */
    public Optional<PastUser> user(CustomerId customerId, MembershipId id, Instant at) {
        return sql.sql("""
                        select * from past_user u
                        where u.membership_id = :id and u.customer_id = :customer and %s and %s
                        """.formatted(now("u"), lasting("u")))
                .param("entering", entering())
                .param("id", id.value())
                .param("customer", customerId.value())
                .param("at", at(at))
                .query((row, number) -> new PastUser(
                        id,
                        new PersonId(uuid(row, "person_id")),
                        new GroupName(row.getString("group_name")),
                        instantOrNull(row, "ends_at")))
                .optional();
    }

    /** Who could use the project, by grant. */
    public Page<PastAccess> access(ProjectId projectId, Instant at, PageRequest request) {
        return access("past access to " + projectId, "project_id", projectId.value(), at, request);
    }

    /** Who could manage the project by their group, by membership; partners' users who had added themselves too. */
    public Page<PastAccess> managers(CustomerId customerId, ProjectId projectId, Instant at, PageRequest request) {
        var list = "past managers of " + projectId + " at " + at;
        var managing = Manage.groups(groups).stream().map(GroupName::value).toList();
        var found = query(
                        """
                select cast(null as uuid) as grant_id, p.project_id, p.customer_id, u.membership_id,
                       cast(null as varchar) as role, cast(null as timestamp with time zone) as ends_at,
                       p.name as project_name, u.person_id, u.group_name, u.invitation_id,
                       u.ends_at as membership_ends_at, %s as partner_ended_at
                from past_project p
                join past_customer c on c.customer_id = p.customer_id and %s
                join %s u on u.customer_id = p.customer_id
                where p.project_id = :project and p.customer_id = :scope and %s and p.state = 'ACTIVE'
                  and c.state in ('ACTIVE', 'NO_ADMIN') and u.group_name in (:managing) and %s
                  and u.membership_id > :after
                order by u.membership_id
                limit :limit
                """.formatted(
                                        partnerEnd("u"),
                                        now("c"),
                                        stretches("past_user", "customer_id", ":scope"),
                                        now("p"),
                                        lasting("u")),
                        at)
                .param("project", projectId.value())
                .param("scope", customerId.value())
                .param("managing", managing)
                .param("after", after(request.start(list)))
                .param("limit", request.limit() + 1)
                .query(AccessReasons.Found::read)
                .list();
        var shown = found.subList(0, Math.min(found.size(), request.limit()));
        return Page.until(
                found.size() > shown.size() ? bytes(shown.getLast().membershipId()) : null,
                reasons.tell(shown, at, managing),
                list);
    }

    /** What the user could use, by grant. */
    public Page<PastAccess> reach(MembershipId membershipId, Instant at, PageRequest request) {
        return access("past access of " + membershipId, "membership_id", membershipId.value(), at, request);
    }

    private Page<PastAccess> access(String list, String column, UUID scope, Instant at, PageRequest request) {
        var listAt = list + " at " + at;
        var found = query("""
                select g.grant_id, g.project_id, g.customer_id, g.membership_id, g.role, g.ends_at, p.name as project_name,
                       u.person_id, u.group_name, u.invitation_id, u.ends_at as membership_ends_at,
                       %s as partner_ended_at
                from %s and g.grant_id > :after
                order by g.grant_id
                limit :limit
                """.formatted(partnerEnd("u"), accessible(stretches("past_grant", column, ":scope"))), at)
                .param("scope", scope)
                .param("after", after(request.start(listAt)))
                .param("limit", request.limit() + 1)
                .query(AccessReasons.Found::read)
                .list();
        var shown = found.subList(0, Math.min(found.size(), request.limit()));
        return Page.until(
                found.size() > shown.size()
                        ? bytes(requireNonNull(shown.getLast().grantId()))
                        : null,
                reasons.tell(shown, at),
                listAt);
    }

    /** The partners on which memberships in the customer hang, or hung. */
    public List<CustomerId> partners(CustomerId customerId) {
        return sql.sql(
                        "select distinct partner_id from past_user where customer_id = :customer and partner_id is not null")
                .param("customer", customerId.value())
                .query((row, number) -> new CustomerId(uuid(row, "partner_id")))
                .list();
    }

    /** What differs between the two times, by user: the membership first, then the access to projects. */
    public Page<AccessChange> changes(CustomerId customerId, Instant from, Instant to, PageRequest request) {
        return changes.between(customerId, from, to, entering(), request);
    }

    private static UUID after(byte @Nullable [] key) {
        return key == null ? LOWEST : read(ByteBuffer.wrap(key));
    }

    private static UUID read(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
