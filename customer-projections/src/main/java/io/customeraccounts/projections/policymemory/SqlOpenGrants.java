package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.policies.OpenGrants;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code open_grant} and {@code access_end}. Events of one customer come one after the other. */
public final class SqlOpenGrants implements OpenGrants {

    private static final Duration CLAIMED_FOR = Duration.ofMinutes(1);

    private final JdbcClient sql;

    public SqlOpenGrants(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public void opened(
            CustomerId customerId, ProjectId projectId, GrantId grantId, MembershipId membershipId, Instant at) {
        sql.sql("""
                insert into open_grant (grant_id, project_id, customer_id, membership_id)
                values (:grant, :project, :customer, :membership)
                on conflict do nothing
                """)
                .param("grant", grantId.value())
                .param("project", projectId.value())
                .param("customer", customerId.value())
                .param("membership", membershipId.value())
                .update();
        endOf(membershipId.value()).ifPresent(end -> revoke("grant_id", grantId.value(), end, at));
        endOf(customerId.value()).ifPresent(end -> revoke("grant_id", grantId.value(), end, at));
    }

    @Override
    public void ended(GrantId grantId) {
        sql.sql("delete from open_grant where grant_id = :grant")
                .param("grant", grantId.value())
                .update();
    }

    @Override
    public void allEnded(ProjectId projectId) {
        sql.sql("delete from open_grant where project_id = :project")
                .param("project", projectId.value())
                .update();
    }

    @Override
    public void membershipEnded(MembershipId membershipId, RevocationCause cause, String eventId, Instant at) {
        var end = new End(cause, eventId);
        note(membershipId.value(), end);
        revoke("membership_id", membershipId.value(), end, at);
    }

    @Override
    public void customerClosed(CustomerId customerId, String eventId, Instant at) {
        var end = new End(RevocationCause.CUSTOMER_CLOSED, eventId);
        note(customerId.value(), end);
        revoke("customer_id", customerId.value(), end, at);
    }

    /** Why access has ended, and the event that says so. */
    private record End(RevocationCause cause, String eventId) {}

    private void note(UUID subjectId, End end) {
        sql.sql("""
                insert into access_end (subject_id, cause, because_of) values (:subject, :cause, :eventId)
                on conflict do nothing
                """)
                .param("subject", subjectId)
                .param("cause", end.cause().name())
                .param("eventId", end.eventId())
                .update();
    }

    private Optional<End> endOf(UUID subjectId) {
        return sql.sql("select cause, because_of from access_end where subject_id = :subject")
                .param("subject", subjectId)
                .query((row, number) ->
                        new End(RevocationCause.valueOf(row.getString("cause")), row.getString("because_of")))
                .optional();
    }

    /** What is to be revoked already keeps its first cause. */
    private void revoke(String column, UUID id, End end, Instant at) {
        sql.sql("""
                update open_grant set cause = :cause, because_of = :eventId, try_from = :at
                where %s = :id and cause is null
                """.formatted(column))
                .param("cause", end.cause().name())
                .param("eventId", end.eventId())
                .param("at", at(at))
                .param("id", id)
                .update();
    }

    @Override
    public List<Revocation> claim(Instant now, int limit) {
        return sql
                .sql("""
                        select * from open_grant where try_from <= :now
                        order by try_from
                        limit :limit
                        """)
                .param("now", at(now))
                .param("limit", limit)
                .query((row, number) -> new Open(read(row), instant(row, "try_from")))
                .list()
                .stream()
                .filter(open -> claim(open, now))
                .map(Open::revocation)
                .toList();
    }

    /** @param tryFrom as it was read: whoever changes it first has the claim */
    private record Open(Revocation revocation, Instant tryFrom) {}

    private boolean claim(Open open, Instant now) {
        return sql.sql("""
                        update open_grant set try_from = :later where grant_id = :grant and try_from = :tryFrom
                        """)
                        .param("later", at(now.plus(CLAIMED_FOR)))
                        .param("grant", open.revocation().grantId().value())
                        .param("tryFrom", at(open.tryFrom()))
                        .update()
                == 1;
    }

    private static Revocation read(ResultSet row) throws SQLException {
        return new Revocation(
                new CustomerId(uuid(row, "customer_id")),
                new ProjectId(uuid(row, "project_id")),
                new GrantId(uuid(row, "grant_id")),
                RevocationCause.valueOf(row.getString("cause")),
                row.getString("because_of"));
    }
}
