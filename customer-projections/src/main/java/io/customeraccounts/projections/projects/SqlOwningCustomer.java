package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.project.OwningCustomer;
import io.customeraccounts.domain.values.Actor;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a project must know of its customer, from the read tables. */
public final class SqlOwningCustomer implements OwningCustomer {

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says which payment methods have expired */
    public SqlOwningCustomer(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public Optional<Standing> standing(CustomerId customerId, Instant now) {
        return sql.sql("select state, confirm_by, payment_due_by from customer where customer_id = :customer")
                .param("customer", customerId.value())
                .query((row, number) -> standing(row, now))
                .optional();
    }

    /** Without an admin, a customer may be restricted all the same. */
    private static Standing standing(ResultSet row, Instant now) throws SQLException {
        var paymentDueBy = instantOrNull(row, "payment_due_by");
        var state = CustomerState.valueOf(row.getString("state"));
        return switch (CustomerState.at(now, state, instantOrNull(row, "confirm_by"), paymentDueBy)) {
            case PENDING_CONFIRMATION -> Standing.PENDING_CONFIRMATION;
            case ACTIVE, NO_ADMIN ->
                paymentDueBy != null && !now.isBefore(paymentDueBy) ? Standing.RESTRICTED : Standing.ACTIVE;
            case RESTRICTED -> Standing.RESTRICTED;
            case EXPIRED -> Standing.EXPIRED;
            case CLOSED -> Standing.CLOSED;
        };
    }

    @Override
    public Optional<GroupName> groupInPartner(CustomerId customerId, Actor.PartnerUser user, Instant now) {
        return sql.sql("""
                        select u.group_name
                        from customer c
                        join customer p on p.customer_id = c.managed_by
                        join customer_user u on u.customer_id = p.customer_id and u.active_person = :person
                        where c.customer_id = :customer and p.customer_id = :partner
                          and p.kind = 'PARTNER' and p.state in ('ACTIVE', 'NO_ADMIN')
                          and (u.ends_at is null or u.ends_at > :now)
                        """)
                .param("person", user.personId().value())
                .param("customer", customerId.value())
                .param("partner", user.partnerId().value())
                .param("now", at(now))
                .query((row, number) -> new GroupName(row.getString("group_name")))
                .optional();
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

    /** Locks the row before it looks, as {@code SqlProjectsInUse} does: one of the two sees what the other has done. */
    @Override
    public Optional<PaymentMethodId> holdPaymentMethod(CustomerId customerId, @Nullable PaymentMethodId wish) {
        var now = clock.instant();
        return wished(customerId, wish == null ? null : wish.value(), "default_payment_method_id")
                .flatMap(id -> sql.sql("""
                                select state, expires_at from payment_method
                                where payment_method_id = :id and customer_id = :customer
                                for update
                                """)
                        .param("id", id)
                        .param("customer", customerId.value())
                        .query((row, number) -> isActive(row, now))
                        .optional()
                        .filter(active -> active)
                        .map(active -> new PaymentMethodId(id)));
    }

    private static boolean isActive(ResultSet row, Instant now) throws SQLException {
        var expiresAt = instantOrNull(row, "expires_at");
        return row.getString("state").equals("ACTIVE") && (expiresAt == null || now.isBefore(expiresAt));
    }

    @Override
    public Optional<BillingAddressId> holdBillingAddress(CustomerId customerId, @Nullable BillingAddressId wish) {
        return wished(customerId, wish == null ? null : wish.value(), "default_billing_address_id")
                .flatMap(id -> sql.sql("""
                                select removed_at from billing_address
                                where billing_address_id = :id and customer_id = :customer
                                for update
                                """)
                        .param("id", id)
                        .param("customer", customerId.value())
                        .query((row, number) -> instantOrNull(row, "removed_at") == null)
                        .optional()
                        .filter(there -> there)
                        .map(there -> new BillingAddressId(id)));
    }

    private Optional<UUID> wished(CustomerId customerId, @Nullable UUID wish, String defaultColumn) {
        return wish != null
                ? Optional.of(wish)
                : sql.sql("select %1$s from general_data where customer_id = :customer and %1$s is not null"
                                .formatted(defaultColumn))
                        .param("customer", customerId.value())
                        .query((row, number) -> uuid(row, defaultColumn))
                        .optional();
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

    /** Reserves what the projects in the read table have, which came without the commands that would have. */
    public static void reserveAll(JdbcClient sql) {
        sql.sql("""
                insert into project_identifier_reservation (customer_id, identifier, project_id)
                select customer_id, identifier, project_id from project
                on conflict do nothing
                """).update();
    }
}
