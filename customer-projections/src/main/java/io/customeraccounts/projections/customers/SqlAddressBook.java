package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.customer.AddressBook;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.paging.OrderKey;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks addresses up in the tables of users, invitations and persons. */
public final class SqlAddressBook implements AddressBook {

    private final JdbcClient sql;

    public SqlAddressBook(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * An address that the person merely claims is not theirs: otherwise a user could keep someone else from being invited
     * by claiming their address. Two users may have one address, if one of them had it before: then the membership that
     * lasts longer.
     */
    @Override
    public Optional<MembershipId> membershipWith(CustomerId customerId, EmailAddress address) {
        return sql.sql("""
                        select membership_id, ends_at from customer_user
                        where customer_id = :customer and by_email > :before and by_email < :after
                        union
                        select u.membership_id, u.ends_at
                        from person_address a join customer_user u on u.active_person = a.person_id
                        where a.canonical = :address and a.verified and u.customer_id = :customer
                        order by 2 desc nulls first
                        limit 1
                        """)
                .param("customer", customerId.value())
                .param("before", OrderKey.before(address.canonical()))
                .param("after", OrderKey.after(address.canonical()))
                .param("address", address.canonical())
                .query((row, number) -> new MembershipId(uuid(row, "membership_id")))
                .optional();
    }

    @Override
    public Optional<InvitationId> pendingInvitationOf(CustomerId customerId, EmailAddress address) {
        return sql.sql("""
                        select invitation_id from invitation
                        where pending_email = :address and customer_id = :customer
                        """)
                .param("address", address.canonical())
                .param("customer", customerId.value())
                .query((row, number) -> new InvitationId(uuid(row, "invitation_id")))
                .optional();
    }

    /**
     * Also to addresses that the person merely claims, because with the link of the mail they could accept all the same;
     * and to the address by which they became a user, whatever the identity provider says today.
     */
    @Override
    public List<InvitationId> pendingInvitationsOf(CustomerId customerId, PersonId personId) {
        return sql.sql("""
                        select i.invitation_id
                        from (select canonical as address from person_address where person_id = :person
                              union
                              select canonical_email from customer_user
                              where active_person = :person and customer_id = :customer) a
                             join invitation i on i.pending_email = a.address
                        where i.customer_id = :customer
                        order by i.by_invited
                        """)
                .param("customer", customerId.value())
                .param("person", personId.value())
                .query((row, number) -> new InvitationId(uuid(row, "invitation_id")))
                .list();
    }
}
