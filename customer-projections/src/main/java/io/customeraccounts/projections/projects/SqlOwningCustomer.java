package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.project.OwningCustomer;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.customers.CustomerState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a project must know of its customer, from the read tables. */
public final class SqlOwningCustomer implements OwningCustomer {

    private final JdbcClient sql;

    public SqlOwningCustomer(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Standing> standing(CustomerId customerId, Instant now) {
        return sql.sql("select state, confirm_by from customer where customer_id = :customer")
                .param("customer", customerId.value())
                .query((row, number) -> standing(CustomerState.at(
                        now, CustomerState.valueOf(row.getString("state")), instantOrNull(row, "confirm_by"))))
                .optional();
    }

    private static Standing standing(CustomerState state) {
        return switch (state) {
            case PENDING_CONFIRMATION -> Standing.PENDING_CONFIRMATION;
            case ACTIVE, NO_ADMIN -> Standing.ACTIVE;
            case EXPIRED -> Standing.EXPIRED;
            case CLOSED -> Standing.CLOSED;
        };
    }

    @Override
    public Optional<Member> memberOf(CustomerId customerId, PersonId personId) {
        return sql.sql("""
                        select membership_id, group_name, ends_at from customer_user
                        where active_person = :person and customer_id = :customer
                        """)
                .param("person", personId.value())
                .param("customer", customerId.value())
                .query((row, number) -> read(row))
                .optional();
    }

    @Override
    public Optional<Member> member(CustomerId customerId, MembershipId membershipId) {
        return sql.sql("""
                        select membership_id, group_name, ends_at from customer_user
                        where membership_id = :membership and customer_id = :customer and active_person is not null
                        """)
                .param("membership", membershipId.value())
                .param("customer", customerId.value())
                .query((row, number) -> read(row))
                .optional();
    }

    private static Member read(ResultSet row) throws SQLException {
        return new Member(
                new MembershipId(uuid(row, "membership_id")),
                new GroupName(row.getString("group_name")),
                instantOrNull(row, "ends_at"));
    }

    /** Takes the wish for granted until customers have general data. */
    @Override
    public Optional<PaymentMethodId> holdPaymentMethod(CustomerId customerId, @Nullable PaymentMethodId wish) {
        return Optional.ofNullable(wish);
    }

    /** Likewise. */
    @Override
    public Optional<BillingAddressId> holdBillingAddress(CustomerId customerId, @Nullable BillingAddressId wish) {
        return Optional.ofNullable(wish);
    }

    /** Settled by the primary key: the insert of a key that another transaction has inserted waits for the end of that one. */
    @Override
    public boolean reserve(Identifier identifier, CustomerId customerId, ProjectId projectId) {
        var reserved = sql.sql("""
                        insert into project_identifier_reservation (customer_id, identifier, project_id)
                        values (:customer, :identifier, :project)
                        on conflict do nothing
                        """)
                .param("customer", customerId.value())
                .param("identifier", identifier.value())
                .param("project", projectId.value())
                .update();
        return reserved == 1;
    }
}
