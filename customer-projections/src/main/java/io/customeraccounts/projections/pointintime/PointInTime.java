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
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;
import static java.util.Objects.requireNonNull;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.access.Manage;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.pointintime.AccessReasons.Found;
import io.customeraccounts.projections.projects.ProjectState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was so at a time: after everything that had happened by then, that instant included, and with end dates judged by the
 * clock of then. A question looks into indexes for the rows that it answers with, whatever came before or after that time.
 *
 * <p>The tables are written after the events: {@link io.customeraccounts.projections.history.History#progress} says up to
 * when the answers are right.
 */
public final class PointInTime {

    private final JdbcClient sql;
    private final AccessReasons reasons;
    private final AccessChanges changes;
    private final GeneralDataThen generalData;
    private final PastLists lists;
    private final Groups groups;

    /** @param vault opens what the events in the ledger say that is personal */
    public PointInTime(JdbcClient sql, Clock clock, Groups groups, LedgerSource ledger, PersonalDataVault vault) {
        this(sql, clock, groups, positions -> events(ledger, positions), vault);
    }

    PointInTime(
            JdbcClient sql,
            Clock clock,
            Groups groups,
            Function<Collection<Long>, Map<Long, DomainEvent>> events,
            PersonalDataVault vault) {
        this.sql = sql;
        this.groups = groups;
        this.reasons = new AccessReasons(sql, clock);
        this.changes = new AccessChanges(sql);
        this.lists = new PastLists(sql, groups);
        this.generalData = new GeneralDataThen(sql, lists, events, vault);
    }

    private static Map<Long, DomainEvent> events(LedgerSource ledger, Collection<Long> positions) {
        return ledger.at(positions).stream()
                .collect(Collectors.toMap(
                        message -> message.trackingToken().position().orElseThrow(),
                        message -> (DomainEvent) message.getPayload()));
    }

    /** The event handlers that keep the tables; for the processing group {@code history}. */
    public static List<Object> projections(JdbcClient sql, Groups groups) {
        return List.of(
                new PointInTimeProjection(sql, groups),
                new PastGeneralDataProjection(sql),
                new PastLocationProjection(sql));
    }

    /**
     * Whether all is kept of what is known of the customer. Where the history is older than a part of these tables, that is only
     * so once a rebuild has filled it.
     */
    public boolean isFilled(CustomerId id) {
        return sql.sql("""
                        select 1 from past_customer c
                        where c.customer_id = :id
                          and not exists (select 1 from past_general_data g where g.customer_id = c.customer_id)
                        limit 1
                        """)
                .param("id", id.value())
                .query(Integer.class)
                .optional()
                .isEmpty();
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
        return lists.page(
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
        return lists.page(
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
        var page = lists.page(
                "projects of " + customerId + " at " + at,
                request,
                "project_id",
                "true",
                stretches("past_project", "customer_id", ":scope"),
                customerId.value(),
                at,
                PointInTime::readProject,
                project -> project.id().value());
        var locations = locations(page.items(), at);
        return page.map(project -> project.in(locations.getOrDefault(project.id(), List.of())));
    }

    /** Also if it was deleted; empty if it was not there yet, or is another customer's. */
    public Optional<PastProject> project(CustomerId customerId, ProjectId id, Instant at) {
        return sql.sql("select * from past_project p where p.project_id = :id and p.customer_id = :customer and "
                        + now("p"))
                .param("id", id.value())
                .param("customer", customerId.value())
                .param("at", at(at))
                .query(PointInTime::readProject)
                .optional()
                .map(project -> project.in(locations(List.of(project), at).getOrDefault(id, List.of())));
    }

    private static PastProject readProject(ResultSet row, int number) throws SQLException {
        var method = uuidOrNull(row, "payment_method_id");
        var address = uuidOrNull(row, "billing_address_id");
        return new PastProject(
                new ProjectId(uuid(row, "project_id")),
                row.getString("identifier"),
                row.getString("name"),
                ProjectState.valueOf(row.getString("state")),
                method == null ? null : new PaymentMethodId(method),
                address == null ? null : new BillingAddressId(address),
                List.of());
    }

    private Map<ProjectId, List<LocationName>> locations(List<PastProject> projects, Instant at) {
        return projects.isEmpty()
                ? Map.of()
                : sql
                        .sql("""
                                select l.project_id, l.location from past_location l
                                where l.project_id in (:ids) and %s
                                order by l.project_id, l.from_position, l.place
                                """.formatted(now("l")))
                        .param(
                                "ids",
                                projects.stream().map(it -> it.id().value()).toList())
                        .param("at", at(at))
                        .query((row, number) -> Map.entry(
                                new ProjectId(uuid(row, "project_id")), new LocationName(row.getString("location"))))
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** Empty if there was no such customer yet, or its general data are not filled in yet. */
    public Optional<PastGeneralData> generalData(CustomerId customerId, Instant at) {
        return generalData.find(customerId, at);
    }

    /** Those that were not removed, by id. */
    public Page<PastBillingAddress> billingAddresses(CustomerId customerId, Instant at, PageRequest request) {
        return generalData.billingAddresses(customerId, at, request);
    }

    /** Those that were not removed, by id. */
    public Page<PastPaymentMethod> paymentMethods(CustomerId customerId, Instant at, PageRequest request) {
        return generalData.paymentMethods(customerId, at, request);
    }

    /** The user, if the membership was active. */
    public Optional<PastUser> user(CustomerId customerId, MembershipId id, Instant at) {
        return sql.sql("""
                        select * from past_user u
                        where u.membership_id = :id and u.customer_id = :customer and %s and %s
                        """.formatted(now("u"), lasting("u")))
                .param("entering", lists.entering())
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
        return managing(
                "past managers of " + projectId + " at " + at,
                "past_project",
                stretches("past_user", "customer_id", ":scope"),
                "p.project_id = :one and " + now("p"),
                "u.membership_id",
                customerId,
                projectId.value(),
                at,
                request,
                Found::membershipId);
    }

    /** What the user could manage by their group, by project. */
    public Page<PastAccess> managed(CustomerId customerId, MembershipId membershipId, Instant at, PageRequest request) {
        return managing(
                "past management by " + membershipId + " at " + at,
                stretches("past_project", "customer_id", ":scope"),
                "past_user",
                "u.membership_id = :one and " + now("u"),
                "p.project_id",
                customerId,
                membershipId.value(),
                at,
                request,
                Found::projectId);
    }

    /**
     * @param where holds for {@code :one} user {@code u} or project {@code p}
     * @param key orders the list
     */
    private Page<PastAccess> managing(
            String list,
            String projects,
            String users,
            String where,
            String key,
            CustomerId customerId,
            UUID one,
            Instant at,
            PageRequest request,
            Function<Found, UUID> id) {
        var managing = Manage.groups(groups).stream().map(GroupName::value).toList();
        var found = lists.query(
                        """
                select cast(null as uuid) as grant_id, p.project_id, p.customer_id, u.membership_id,
                       cast(null as varchar) as role, cast(null as timestamp with time zone) as ends_at,
                       p.name as project_name, u.person_id, u.group_name, u.invitation_id,
                       u.ends_at as membership_ends_at, %s as partner_ended_at
                from %s p
                join past_customer c on c.customer_id = p.customer_id and %s
                join %s u on u.customer_id = p.customer_id
                where p.customer_id = :scope and %s and p.state = 'ACTIVE'
                  and c.state in ('ACTIVE', 'NO_ADMIN') and u.group_name in (:managing) and %s
                  and %s > :after
                order by %s
                limit :limit
                """.formatted(partnerEnd("u"), projects, now("c"), users, where, lasting("u"), key, key), at)
                .param("one", one)
                .param("scope", customerId.value())
                .param("managing", managing)
                .param("after", PastLists.after(request.start(list)))
                .param("limit", request.limit() + 1)
                .query(Found::read)
                .list();
        var shown = found.subList(0, Math.min(found.size(), request.limit()));
        return Page.until(
                found.size() > shown.size() ? PastLists.bytes(id.apply(shown.getLast())) : null,
                reasons.tell(shown, at, managing),
                list);
    }

    /** What the user could use, by grant. */
    public Page<PastAccess> reach(MembershipId membershipId, Instant at, PageRequest request) {
        return access("past access of " + membershipId, "membership_id", membershipId.value(), at, request);
    }

    private Page<PastAccess> access(String list, String column, UUID scope, Instant at, PageRequest request) {
        var listAt = list + " at " + at;
        var found = lists.query(
                        """
                select g.grant_id, g.project_id, g.customer_id, g.membership_id, g.role, g.ends_at, p.name as project_name,
                       u.person_id, u.group_name, u.invitation_id, u.ends_at as membership_ends_at,
                       %s as partner_ended_at
                from %s and g.grant_id > :after
                order by g.grant_id
                limit :limit
                """.formatted(partnerEnd("u"), accessible(stretches("past_grant", column, ":scope"))), at)
                .param("scope", scope)
                .param("after", PastLists.after(request.start(listAt)))
                .param("limit", request.limit() + 1)
                .query(Found::read)
                .list();
        var shown = found.subList(0, Math.min(found.size(), request.limit()));
        return Page.until(
                found.size() > shown.size()
                        ? PastLists.bytes(requireNonNull(shown.getLast().grantId()))
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
        return changes.between(customerId, from, to, lists.entering(), request);
    }
}
