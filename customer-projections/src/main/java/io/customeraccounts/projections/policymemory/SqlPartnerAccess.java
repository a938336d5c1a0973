package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.policies.PartnerAccessMemory;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables {@code partner_access} and {@code partner_access_end}. A beginning and an end are followed in different sequences,
 * so at the same moment, each before it could see what the other has noted: both lock the row of what they hang on.
 */
public final class SqlPartnerAccess implements PartnerAccessMemory {

    private static final Duration CLAIMED_FOR = Duration.ofMinutes(1);

    private final JdbcClient sql;

    public SqlPartnerAccess(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public void began(CustomerId customerId, MembershipId membershipId, PartnerMembership through, Instant began) {
        sql.sql("""
                insert into partner_access (membership_id, customer_id, partner_id, partner_membership_id, began_at)
                values (:membership, :customer, :partner, :partnerMembership, :began)
                on conflict do nothing
                """)
                .param("membership", membershipId.value())
                .param("customer", customerId.value())
                .param("partner", through.partnerId().value())
                .param("partnerMembership", through.membershipId().value())
                .param("began", at(began))
                .update();
        endIfEnded(membershipId, through.membershipId().value());
        endIfEnded(membershipId, through.partnerId().value());
    }

    private void endIfEnded(MembershipId membershipId, UUID subject) {
        lock(subject);
        sql.sql("""
                update partner_access set
                    because_of = (select e.because_of from partner_access_end e where e.subject_id = :subject),
                    try_from = began_at
                where membership_id = :membership and because_of is null
                  and exists (select 1 from partner_access_end e
                              where e.subject_id = :subject and e.ended_at >= began_at)
                """)
                .param("subject", subject)
                .param("membership", membershipId.value())
                .update();
    }

    private void lock(UUID subject) {
        sql.sql("insert into partner_access_end (subject_id) values (:subject) on conflict do nothing")
                .param("subject", subject)
                .update();
        sql.sql("select subject_id from partner_access_end where subject_id = :subject for update")
                .param("subject", subject)
                .query(UUID.class)
                .single();
    }

    @Override
    public void ended(MembershipId membershipId) {
        sql.sql("delete from partner_access where membership_id = :membership")
                .param("membership", membershipId.value())
                .update();
    }

    @Override
    public void partnerMembershipEnded(MembershipId partnerMembershipId, String eventId, Instant at) {
        end("partner_membership_id", partnerMembershipId.value(), eventId, at);
    }

    @Override
    public void partnerEnded(CustomerId partnerId, String eventId, Instant at) {
        end("partner_id", partnerId.value(), eventId, at);
    }

    private void end(String column, UUID id, String eventId, Instant ended) {
        lock(id);
        sql.sql("update partner_access_end set ended_at = :at, because_of = :eventId where subject_id = :id")
                .param("at", at(ended))
                .param("eventId", eventId)
                .param("id", id)
                .update();
        sql.sql("""
                update partner_access set because_of = :eventId, try_from = :at
                where %s = :id and because_of is null and began_at <= :at
                """.formatted(column))
                .param("eventId", eventId)
                .param("at", at(ended))
                .param("id", id)
                .update();
    }

    /** @param tryFrom as it was read: whoever changes it first has the claim */
    private record Due(Ending ending, Instant tryFrom) {}

    @Override
    public List<Ending> claim(Instant now, int limit) {
        return sql
                .sql("select * from partner_access where try_from <= :now order by try_from limit :limit")
                .param("now", at(now))
                .param("limit", limit)
                .query((row, number) -> new Due(
                        new Ending(
                                new CustomerId(uuid(row, "customer_id")),
                                new MembershipId(uuid(row, "membership_id")),
                                row.getString("because_of")),
                        instant(row, "try_from")))
                .list()
                .stream()
                .filter(due -> claim(due, now))
                .map(Due::ending)
                .toList();
    }

    private boolean claim(Due due, Instant now) {
        return sql.sql("""
                        update partner_access set try_from = :later
                        where membership_id = :membership and try_from = :tryFrom
                        """)
                        .param("later", at(now.plus(CLAIMED_FOR)))
                        .param("membership", due.ending().membershipId().value())
                        .param("tryFrom", at(due.tryFrom()))
                        .update()
                == 1;
    }
}
