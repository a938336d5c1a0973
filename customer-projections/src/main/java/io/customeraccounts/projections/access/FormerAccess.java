package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.projects.ProjectState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What memberships gave when they ended, for whoever invites the person back and chooses from it. Nothing of it comes back by
 * itself (rule: Removal).
 */
public final class FormerAccess {

    /** As for the invitation that names the membership. Days of 24 hours. */
    private static final Duration SHOWN_FOR = Duration.ofDays(30);

    private static final int MAX = 200;

    private final JdbcClient sql;
    private final Clock clock;

    public FormerAccess(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * An access that the membership had to its end.
     *
     * @param endsAt the end date that it had, which may have passed since; absent if it had none
     */
    public record FormerGrant(
            ProjectId projectId,
            String identifier,
            String name,
            ProjectState projectState,
            ProjectRole role,
            @Nullable Instant endsAt) {}

    /**
     * By name of the project, at most {@value #MAX}. Empty unless the membership was one of this customer and has ended within
     * the last 30 days.
     */
    public Optional<List<FormerGrant>> of(CustomerId customerId, MembershipId membershipId) {
        return sql.sql("""
                        select ended_at from customer_user
                        where membership_id = :membership and customer_id = :customer and ended_at > :since
                        """)
                .param("membership", membershipId.value())
                .param("customer", customerId.value())
                .param("since", at(clock.instant().minus(SHOWN_FOR)))
                .query((row, number) -> instant(row, "ended_at"))
                .optional()
                .map(endedAt -> grants(membershipId, endedAt));
    }

    /** That an access ended with the membership is recorded a little later; until then it is open in the table. */
    private List<FormerGrant> grants(MembershipId membershipId, Instant endedAt) {
        return sql.sql("""
                        select p.project_id, p.identifier, p.name, p.state, a.role, a.ends_at
                        from project_access a join project p on p.project_id = a.project_id
                        where a.membership_id = :membership and (a.ends_at is null or a.ends_at > :ended)
                          and (a.ended_because is null
                              or a.ended_because in ('USER_REMOVED', 'USER_LEFT', 'MEMBERSHIP_EXPIRED', 'PERSON_ERASED')
                              or a.ended_at > :ended)
                        order by p.by_name
                        limit :max
                        """)
                .param("membership", membershipId.value())
                .param("ended", at(endedAt))
                .param("max", MAX)
                .query((row, number) -> new FormerGrant(
                        new ProjectId(uuid(row, "project_id")),
                        row.getString("identifier"),
                        row.getString("name"),
                        ProjectState.valueOf(row.getString("state")),
                        ProjectRole.valueOf(row.getString("role")),
                        instantOrNull(row, "ends_at")))
                .list();
    }
}
