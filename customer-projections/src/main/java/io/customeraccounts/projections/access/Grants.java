package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.paging.IdPair;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The project accesses and who has them, as the events up to the last acknowledged command left them. What gives access now
 * is judged by the clock at each question, and an access of a membership that has ended gives none.
 */
public final class Grants {

    public static final ReadTable TABLE =
            new ReadTable("project_access", "grant_id", List.of("open_membership", "project_id"), Set.of());

    /** In the list of the users of a project: those with a grant, then the others who may manage it. */
    private static final byte USERS = 0;

    private static final byte MANAGERS = 1;

    private static final String ACTIVE = "u.active_person is not null and (u.ends_at is null or u.ends_at > :now)";

    private final JdbcClient sql;
    private final Clock clock;
    private final Groups groups;

    /** @param clock says which accesses and memberships have reached their end */
    public Grants(JdbcClient sql, Clock clock, Groups groups) {
        this.sql = sql;
        this.clock = clock;
        this.groups = groups;
    }

    /** The event handlers that keep the table {@code project_access}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table) {
        return new AccessProjection(table);
    }

    /** The grant, open or ended. */
    public Optional<GrantRow> find(ProjectId projectId, GrantId grantId) {
        return sql.sql("select * from project_access where grant_id = :grant and project_id = :project")
                .param("grant", grantId.value())
                .param("project", projectId.value())
                .query((row, number) -> read(row))
                .optional();
    }

    /** The grant that the membership has in the project and that no event has ended. */
    public Optional<GrantRow> open(ProjectId projectId, MembershipId membershipId) {
        return sql.sql("select * from project_access where open_membership = :membership and project_id = :project")
                .param("membership", membershipId.value())
                .param("project", projectId.value())
                .query((row, number) -> read(row))
                .optional();
    }

    /** The grants that the membership has in these projects and that no event has ended, in no order. */
    public List<GrantRow> open(MembershipId membershipId, Collection<ProjectId> projects) {
        if (projects.isEmpty()) {
            return List.of();
        }
        return sql.sql("select * from project_access where open_membership = :membership and project_id in (:projects)")
                .param("membership", membershipId.value())
                .param("projects", projects.stream().map(ProjectId::value).toList())
                .query((row, number) -> read(row))
                .list();
    }

    /**
     * All grants that the membership has or had, also what it had when it ended, by project.
     *
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list
     */
    public Page<GrantRow> ofMembership(CustomerId customerId, MembershipId membershipId, PageRequest request) {
        var list = "grants of " + membershipId + " in " + customerId;
        var after = IdPair.after(request.start(list));
        var found = sql.sql("""
                        select * from project_access
                        where membership_id = :membership and (project_id, grant_id) > (:project, :grant)
                          and customer_id = :customer
                        order by membership_id, project_id, grant_id
                        limit :limit
                        """)
                .param("membership", membershipId.value())
                .param("customer", customerId.value())
                .param("project", after.first())
                .param("grant", after.second())
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(
                        IdPair.of(uuid(row, "project_id"), uuid(row, "grant_id"))
                                .bytes(),
                        read(row)))
                .list();
        return Page.of(found, request, list);
    }

    /**
     * What ends between now and the given time, the next first.
     *
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list; the
     *     time may be another one
     */
    public Page<GrantRow> expiring(CustomerId customerId, Instant before, PageRequest request) {
        var list = "expiring grants of " + customerId;
        var start = request.start(list);
        var now = clock.instant();
        var lowest = OrderKey.of(now, new UUID(0, 0));
        var found = sql.sql("""
                        select a.*
                        from project_access a join customer_user u on u.membership_id = a.open_membership
                        where a.customer_id = :customer and a.by_end > :start and a.by_end < :before and %s
                        order by a.customer_id, a.by_end
                        limit :limit
                        """.formatted(ACTIVE))
                .param("customer", customerId.value())
                .param("start", start == null || Arrays.compareUnsigned(start, lowest) < 0 ? lowest : start)
                .param("before", OrderKey.of(before, new UUID(0, 0)))
                .param("now", at(now))
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_end"), read(row)))
                .list();
        return Page.of(found, request, list);
    }

    /**
     * Who may use the project, in the order in which they were assigned, and then who else may manage it, by group and name.
     *
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list
     */
    public Page<ProjectUser> users(CustomerId customerId, ProjectId projectId, PageRequest request) {
        var list = "users of project " + projectId;
        var start = request.start(list);
        var found = new ArrayList<Keyed<ProjectUser>>();
        if (start == null || start[0] == USERS) {
            found.addAll(
                    using(customerId, projectId, start == null ? OrderKey.lowest() : rest(start), request.limit() + 1));
        }
        found.addAll(managing(
                customerId,
                projectId,
                start != null && start[0] == MANAGERS ? rest(start) : OrderKey.lowest(),
                request.limit() + 1 - found.size()));
        return Page.of(found, request, list);
    }

    /**
     * Who may do this with the project: use it, in the order in which they were assigned, or manage it, by group and name,
     * and then without their grants.
     *
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list
     */
    public Page<ProjectUser> users(CustomerId customerId, ProjectId projectId, Action action, PageRequest request) {
        var list = "users of project " + projectId + " who may " + action;
        var start = request.start(list);
        var from = start == null ? OrderKey.lowest() : rest(start);
        var found = switch (action) {
            case USE -> using(customerId, projectId, from, request.limit() + 1);
            case MANAGE -> managing(customerId, null, from, request.limit() + 1);
        };
        return Page.of(found, request, list);
    }

    private List<Keyed<ProjectUser>> using(CustomerId customerId, ProjectId projectId, byte[] start, int limit) {
        return sql.sql("""
                        select u.person_id, u.full_name, u.email, u.group_name, a.*
                        from project_access a join customer_user u on u.membership_id = a.open_membership
                        where a.project_id = :project and a.by_opened > :start and a.customer_id = :customer
                          and (a.ends_at is null or a.ends_at > :now) and %s
                        order by a.project_id, a.by_opened
                        limit :limit
                        """.formatted(ACTIVE))
                .param("project", projectId.value())
                .param("customer", customerId.value())
                .param("start", start)
                .param("now", at(clock.instant()))
                .param("limit", limit)
                .query((row, number) -> new Keyed<>(key(USERS, row.getBytes("by_opened")), user(row, read(row))))
                .list();
    }

    /** @param notUsing leave out who may use this project; absent for nobody */
    private List<Keyed<ProjectUser>> managing(
            CustomerId customerId, @Nullable ProjectId notUsing, byte[] start, int limit) {
        var found = new ArrayList<Keyed<ProjectUser>>();
        for (var group : Manage.groups(groups)) {
            if (found.size() < limit) {
                found.addAll(managing(customerId, group, notUsing, start, limit - found.size()));
            }
        }
        return found;
    }

    private List<Keyed<ProjectUser>> managing(
            CustomerId customerId, GroupName group, @Nullable ProjectId notUsing, byte[] start, int limit) {
        var low = OrderKey.before(group.value());
        return sql.sql("""
                        select u.*
                        from customer_user u
                        where u.customer_id = :customer and u.by_group > :start and u.by_group < :high
                          and (u.ends_at is null or u.ends_at > :now)
                          %s
                        order by u.customer_id, u.by_group
                        limit :limit
                        """.formatted(notUsing == null ? "" : """
                          and not exists (
                              select 1 from project_access a
                              where a.open_membership = u.membership_id and a.project_id = :project
                                and (a.ends_at is null or a.ends_at > :now))
                          """))
                .param("customer", customerId.value())
                .param("project", notUsing == null ? null : notUsing.value())
                .param("start", Arrays.compareUnsigned(start, low) < 0 ? low : start)
                .param("high", OrderKey.after(group.value()))
                .param("now", at(clock.instant()))
                .param("limit", limit)
                .query((row, number) -> new Keyed<>(key(MANAGERS, row.getBytes("by_group")), user(row, null)))
                .list();
    }

    private ProjectUser user(ResultSet row, @Nullable GrantRow grant) throws SQLException {
        var group = new GroupName(row.getString("group_name"));
        return new ProjectUser(
                new MembershipId(uuid(row, "membership_id")),
                new PersonId(uuid(row, "person_id")),
                textOrNull(row, "full_name"),
                textOrNull(row, "email"),
                group,
                Manage.allowedTo(groups, group),
                grant);
    }

    private static byte[] key(byte part, byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put(part).put(key).array();
    }

    private static byte[] rest(byte[] key) {
        return Arrays.copyOfRange(key, 1, key.length);
    }

    private static GrantRow read(ResultSet row) throws SQLException {
        var invitation = uuidOrNull(row, "invitation_id");
        var endedBecause = textOrNull(row, "ended_because");
        return new GrantRow(
                new GrantId(uuid(row, "grant_id")),
                new ProjectId(uuid(row, "project_id")),
                new CustomerId(uuid(row, "customer_id")),
                new MembershipId(uuid(row, "membership_id")),
                ProjectRole.valueOf(row.getString("role")),
                row.getBoolean("by_self"),
                invitation == null ? null : new InvitationId(invitation),
                instant(row, "opened_at"),
                uuid(row, "opened_event"),
                instantOrNull(row, "ends_at"),
                instantOrNull(row, "ended_at"),
                endedBecause == null ? null : AccessEnd.valueOf(endedBecause),
                uuidOrNull(row, "ended_event"),
                row.getLong("version"));
    }
}
