package io.customeraccounts.projections.privacy;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where a person's data are, who was erased, and whose erasure waits for an operator. */
public final class Erasures {

    /** As many requests are shown at once, the oldest first; the others when these are done. */
    private static final int MAX_REQUESTS = 200;

    /** The person's addresses: those that the identity provider has verified, and those by which they became a user. */
    private static final String ADDRESSES = """
            select canonical as address from person_address where person_id = :person and verified
            union
            select canonical_email from customer_user where person_id = :person and canonical_email is not null
            """;

    private final JdbcClient sql;
    private final Clock clock;

    public Erasures(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * What remains of somebody who was erased.
     *
     * @param memberships in how many customers they were a user
     * @param invitations how many invitations to them were made unreadable
     * @param account whether they had an account here
     */
    public record Receipt(PersonId personId, Instant erasedAt, int memberships, int invitations, boolean account) {}

    /** A partner's wish that an operator erases somebody. */
    public record Request(PersonId personId, CustomerId partnerId, PersonId requestedBy, Instant requestedAt) {}

    /** The customers that the person is or was a user of. */
    public List<CustomerId> customersOf(PersonId personId) {
        return sql.sql("select distinct customer_id from customer_user where person_id = :person order by customer_id")
                .param("person", personId.value())
                .query((row, number) -> new CustomerId(uuid(row, "customer_id")))
                .list();
    }

    /** The customers whose pending invitations are to one of the person's addresses. */
    public List<CustomerId> invitedBy(PersonId personId) {
        return sql.sql("""
                        select distinct customer_id from invitation
                        where pending_email in (%s)
                        order by customer_id
                        """.formatted(ADDRESSES))
                .param("person", personId.value())
                .query((row, number) -> new CustomerId(uuid(row, "customer_id")))
                .list();
    }

    /** The invitations that the person has accepted, and those to one of their addresses, in whatever state. */
    public List<InvitationId> invitationsTo(PersonId personId) {
        return sql.sql("""
                        select invitation_id from customer_user
                        where person_id = :person and invitation_id is not null
                        union
                        select invitation_id from invitation where lower(email) in (%s)
                        """.formatted(ADDRESSES))
                .param("person", personId.value())
                .query((row, number) -> new InvitationId(uuid(row, "invitation_id")))
                .list();
    }

    /** Records the erasure, and that no request for it waits any more. */
    public Receipt record(PersonId personId, Actor actor, int memberships, int invitations, boolean account) {
        sql.sql("delete from erasure_request where person_id = :person")
                .param("person", personId.value())
                .update();
        sql.sql("""
                insert into erasure (person_id, erased_at, actor, memberships, invitations, account)
                values (:person, :now, :actor, :memberships, :invitations, :account)
                """)
                .param("person", personId.value())
                .param("now", at(clock.instant()))
                .param("actor", actor.asText())
                .param("memberships", memberships)
                .param("invitations", invitations)
                .param("account", account)
                .update();
        return find(personId).orElseThrow();
    }

    public Optional<Receipt> find(PersonId personId) {
        return sql.sql("select * from erasure where person_id = :person")
                .param("person", personId.value())
                .query((row, number) -> new Receipt(
                        personId,
                        instant(row, "erased_at"),
                        row.getInt("memberships"),
                        row.getInt("invitations"),
                        row.getBoolean("account")))
                .optional();
    }

    /** Notes the request; does nothing if there is one for the person already. */
    public void request(PersonId personId, CustomerId partnerId, PersonId by) {
        sql.sql("""
                insert into erasure_request (person_id, partner_id, requested_by, requested_at)
                values (:person, :partner, :by, :now)
                on conflict do nothing
                """)
                .param("person", personId.value())
                .param("partner", partnerId.value())
                .param("by", by.value())
                .param("now", at(clock.instant()))
                .update();
    }

    /** The requests that wait for an operator, the oldest first. */
    public List<Request> requests() {
        return sql.sql("select * from erasure_request order by requested_at limit :limit")
                .param("limit", MAX_REQUESTS)
                .query((row, number) -> read(row))
                .list();
    }

    private static Request read(ResultSet row) throws SQLException {
        return new Request(
                new PersonId(uuid(row, "person_id")),
                new CustomerId(uuid(row, "partner_id")),
                new PersonId(uuid(row, "requested_by")),
                instant(row, "requested_at"));
    }
}
