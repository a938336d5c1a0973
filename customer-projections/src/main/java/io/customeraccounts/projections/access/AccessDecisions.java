package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.Decision.Allowed;
import io.customeraccounts.projections.access.Decision.Because;
import io.customeraccounts.projections.access.Decision.Denied;
import io.customeraccounts.projections.access.Decision.Missing;
import io.customeraccounts.projections.access.Decision.Rule;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.IdPair;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.projects.ProjectState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Says whether somebody may do something with a project now. Access = customer not closed, and membership active now, and
 * grant open now, and project active; no other path (rule: Invariants).
 *
 * <p>Each question is one statement over rows that were written in the transactions of the events, and end dates are judged by
 * the clock. Nothing is kept from one question to the next, so that no answer is older than the last acknowledged removal, on
 * no node.
 */
public final class AccessDecisions {

    /**
     * One row at most: the present membership before former ones, and the open grant before ended ones, as those tell what
     * ended the access. What does not depend on the grant is told by one event, which is found by the number of the last one
     * about the customer, the project or the membership.
     */
    private static final String QUESTION = """
            select x.*, e.event_identifier as state_event, se.position as state_position, ge.position as grant_position
            from (
                select p.customer_id, p.state as project_state, c.state as customer_state, c.confirm_by,
                       u.membership_id, u.active_person, u.group_name, u.ends_at as membership_ends_at,
                       a.grant_id, a.open_membership, a.role, a.ends_at as grant_ends_at,
                       coalesce(a.ended_event, a.opened_event) as grant_event,
                       case when c.state in ('ACTIVE', 'NO_ADMIN') and p.state <> 'ACTIVE' then p.project_id
                           else p.customer_id end as of_aggregate,
                       case when c.state not in ('ACTIVE', 'NO_ADMIN') then c.version
                           when p.state <> 'ACTIVE' then p.version else u.version end as of_number
                from project p
                join customer c on c.customer_id = p.customer_id
                left join customer_user u on %s and u.customer_id = p.customer_id
                left join project_access a on a.membership_id = u.membership_id and a.project_id = p.project_id
                where p.project_id = :project
                order by case when u.active_person is null then 1 else 0 end, u.joined_at desc,
                         case when a.open_membership is null then 1 else 0 end, a.opened_at desc
                limit 1) x
            left join domain_event e on e.aggregate_identifier = x.of_aggregate and e.sequence_number = x.of_number
            left join ledger se on se.event_identifier = e.event_identifier
            left join ledger ge on ge.event_identifier = x.grant_event
            """;

    private static final String OF_PERSON = QUESTION.formatted("u.person_id = :subject");
    private static final String OF_MEMBERSHIP = QUESTION.formatted("u.membership_id = :subject");

    private static final String USED = """
            join project_access a on a.open_membership = u.membership_id and (a.ends_at is null or a.ends_at > :now)
            join project p on p.project_id = a.project_id
            """;
    private static final String MANAGED = """
            join project p on p.customer_id = u.customer_id and u.group_name in (:managing)
            """;
    private static final List<String> USABLE = Arrays.stream(CustomerState.values())
            .filter(CustomerState::usable)
            .map(CustomerState::name)
            .toList();

    private final JdbcClient sql;
    private final Clock clock;
    private final Groups groups;

    public AccessDecisions(JdbcClient sql, Clock clock, Groups groups) {
        this.sql = sql;
        this.clock = clock;
        this.groups = groups;
    }

    public Decision decide(Subject subject, Action action, ProjectId projectId) {
        var now = clock.instant();
        return sql.sql(subject instanceof Subject.OfPerson ? OF_PERSON : OF_MEMBERSHIP)
                .param("project", projectId.value())
                .param("subject", id(subject))
                .query((row, number) -> decide(row, action, now))
                .optional()
                .orElseGet(() -> new Denied(null, Missing.PROJECT_UNKNOWN, List.of()));
    }

    /**
     * The projects that {@link #decide} allows this for, by membership and id.
     *
     * @param within only those of this customer; absent for all
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list: same
     *     subject, action and customer
     */
    public Page<ProjectId> projects(Subject subject, Action action, @Nullable CustomerId within, PageRequest request) {
        var list = "projects that %s may %s in %s".formatted(id(subject), action, within);
        var after = IdPair.after(request.start(list));
        var found = sql.sql("""
                        select u.membership_id, p.project_id
                        from customer_user u join customer c on c.customer_id = u.customer_id
                        %s
                        where %s %s
                          and (u.ends_at is null or u.ends_at > :now)
                          and c.state in (:usable) and p.state = 'ACTIVE'
                          and (u.membership_id, p.project_id) > (:first, :second)
                        order by u.membership_id, p.project_id
                        limit :limit
                        """.formatted(
                                action == Action.USE ? USED : MANAGED,
                                subject instanceof Subject.OfPerson
                                        ? "u.active_person = :subject"
                                        : "u.membership_id = :subject and u.active_person is not null",
                                within == null ? "" : "and u.customer_id = :within"))
                .param("subject", id(subject))
                .param("within", within == null ? null : within.value())
                .param("usable", USABLE)
                .param(
                        "managing",
                        Manage.groups(groups).stream().map(GroupName::value).toList())
                .param("now", at(clock.instant()))
                .param("first", after.first())
                .param("second", after.second())
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(
                        IdPair.of(uuid(row, "membership_id"), uuid(row, "project_id"))
                                .bytes(),
                        new ProjectId(uuid(row, "project_id"))))
                .list();
        return Page.of(found, request, list);
    }

    private static UUID id(Subject subject) {
        return switch (subject) {
            case Subject.OfPerson it -> it.personId().value();
            case Subject.OfMembership it -> it.membershipId().value();
        };
    }

    private Decision decide(ResultSet row, Action action, Instant now) throws SQLException {
        var customerId = new CustomerId(uuid(row, "customer_id"));
        // Whether the customer has paid in time makes no difference: what exists keeps working.
        var customerState = CustomerState.at(
                now, CustomerState.valueOf(row.getString("customer_state")), instantOrNull(row, "confirm_by"), null);
        if (!customerState.usable()) {
            return new Denied(customerId, Missing.CUSTOMER_NOT_USABLE, because(row, "state"));
        }
        if (ProjectState.valueOf(row.getString("project_state")) != ProjectState.ACTIVE) {
            return new Denied(customerId, Missing.PROJECT_NOT_ACTIVE, because(row, "state"));
        }
        var membership = uuidOrNull(row, "membership_id");
        if (membership == null) {
            return new Denied(customerId, Missing.NOT_A_USER, List.of());
        }
        if (uuidOrNull(row, "active_person") == null) {
            return new Denied(customerId, Missing.MEMBERSHIP_ENDED, because(row, "state"));
        }
        if (hasCome(instantOrNull(row, "membership_ends_at"), now)) {
            return new Denied(customerId, Missing.MEMBERSHIP_EXPIRED, because(row, "state"));
        }
        var membershipId = new MembershipId(membership);
        var group = new GroupName(row.getString("group_name"));
        return switch (action) {
            case MANAGE ->
                Manage.allowedTo(groups, group)
                        ? new Allowed(customerId, Rule.GROUP, membershipId, group, null, null, because(row, "state"))
                        : new Denied(customerId, Missing.GROUP_MAY_NOT_MANAGE, because(row, "state"));
            case USE -> use(row, customerId, membershipId, group, now);
        };
    }

    private static Decision use(
            ResultSet row, CustomerId customerId, MembershipId membershipId, GroupName group, Instant now)
            throws SQLException {
        var grant = uuidOrNull(row, "grant_id");
        if (grant == null) {
            return new Denied(customerId, Missing.NOT_ASSIGNED, List.of());
        }
        if (uuidOrNull(row, "open_membership") == null) {
            return new Denied(customerId, Missing.ACCESS_ENDED, because(row, "grant"));
        }
        if (hasCome(instantOrNull(row, "grant_ends_at"), now)) {
            return new Denied(customerId, Missing.ACCESS_EXPIRED, because(row, "grant"));
        }
        var because = new ArrayList<Because>(because(row, "state"));
        because.addAll(because(row, "grant"));
        var role = textOrNull(row, "role");
        return new Allowed(
                customerId,
                Rule.GRANT,
                membershipId,
                group,
                new GrantId(grant),
                role == null ? null : ProjectRole.valueOf(role),
                because);
    }

    private static boolean hasCome(@Nullable Instant end, Instant now) {
        return end != null && !now.isBefore(end);
    }

    private static List<Because> because(ResultSet row, String what) throws SQLException {
        var event = uuidOrNull(row, what + "_event");
        return event == null ? List.of() : List.of(new Because(event, row.getObject(what + "_position", Long.class)));
    }
}
