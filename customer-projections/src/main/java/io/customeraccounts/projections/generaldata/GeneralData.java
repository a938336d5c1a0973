package io.customeraccounts.projections.generaldata;

import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The general data of customers, as the events up to the last acknowledged command left them. */
public final class GeneralData {

    public static final ReadTable TABLE =
            new ReadTable("general_data", "customer_id", List.of(), Set.of("company_address", "cost_centre"));
    public static final ReadTable BILLING_ADDRESSES =
            new ReadTable("billing_address", "billing_address_id", List.of(), Set.of("address"));
    public static final ReadTable PAYMENT_METHODS = new ReadTable(
            "payment_method",
            "payment_method_id",
            List.of(),
            Set.of("last_digits", "masked_iban", "mandate_reference", "account_holder"));

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says which cards have expired */
    public GeneralData(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The event handlers that keep the table {@code general_data}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table, PersonalDataVault vault) {
        return new GeneralDataProjection(table, vault);
    }

    /** Likewise for the table {@code billing_address}. */
    public static Object billingAddressProjection(TableWriter table, PersonalDataVault vault) {
        return new BillingAddressProjection(table, vault);
    }

    /** Likewise for the table {@code payment_method}. */
    public static Object paymentMethodProjection(TableWriter table, PersonalDataVault vault) {
        return new PaymentMethodProjection(table, vault);
    }

    public Optional<GeneralDataRow> find(CustomerId customerId) {
        return sql.sql("select * from general_data where customer_id = :customer")
                .param("customer", customerId.value())
                .query((row, number) -> read(row))
                .optional();
    }

    private static GeneralDataRow read(ResultSet row) throws SQLException {
        var address = textOrNull(row, "company_address");
        var method = uuidOrNull(row, "default_payment_method_id");
        var billing = uuidOrNull(row, "default_billing_address_id");
        return new GeneralDataRow(
                address == null ? null : AddressRow.of(address),
                textOrNull(row, "cost_centre"),
                method == null ? null : new PaymentMethodId(method),
                billing == null ? null : new BillingAddressId(billing),
                row.getLong("version"));
    }

    /** Empty if the customer has none with this id, or has removed it. */
    public Optional<BillingAddressRow> billingAddress(CustomerId customerId, BillingAddressId id) {
        return sql.sql("""
                        select * from billing_address
                        where billing_address_id = :address and customer_id = :customer and removed_at is null
                        """)
                .param("address", id.value())
                .param("customer", customerId.value())
                .query((row, number) -> readAddress(row))
                .optional();
    }

    /** Those that are not removed, in the order in which they were added. */
    public Page<BillingAddressRow> billingAddresses(CustomerId customerId, PageRequest request) {
        var list = "billing addresses of " + customerId;
        var start = request.start(list);
        var found = sql.sql("""
                        select * from billing_address
                        where customer_id = :customer and by_added > :start
                        order by customer_id, by_added
                        limit :limit
                        """)
                .param("customer", customerId.value())
                .param("start", start == null ? OrderKey.lowest() : start)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_added"), readAddress(row)))
                .list();
        return Page.of(found, request, list);
    }

    private static BillingAddressRow readAddress(ResultSet row) throws SQLException {
        return new BillingAddressRow(
                new BillingAddressId(uuid(row, "billing_address_id")),
                AddressRow.of(row.getString("address")),
                instant(row, "added_at"),
                row.getLong("version"));
    }

    /** Empty if the customer has none with this id, or has removed it. */
    public Optional<PaymentMethodRow> paymentMethod(CustomerId customerId, PaymentMethodId id) {
        var now = clock.instant();
        return sql.sql("""
                        select * from payment_method
                        where payment_method_id = :method and customer_id = :customer and removed_at is null
                        """)
                .param("method", id.value())
                .param("customer", customerId.value())
                .query((row, number) -> readMethod(row, now))
                .optional();
    }

    /** Those that are not removed, in the order in which they were added. */
    public Page<PaymentMethodRow> paymentMethods(CustomerId customerId, PageRequest request) {
        var list = "payment methods of " + customerId;
        var start = request.start(list);
        var now = clock.instant();
        var found = sql.sql("""
                        select * from payment_method
                        where customer_id = :customer and by_added > :start
                        order by customer_id, by_added
                        limit :limit
                        """)
                .param("customer", customerId.value())
                .param("start", start == null ? OrderKey.lowest() : start)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_added"), readMethod(row, now)))
                .list();
        return Page.of(found, request, list);
    }

    /** The wishes of all customers to pay by invoice that wait for an operator, the longest waiting first. */
    public Page<InvoiceRow> invoiceRequests(PageRequest request) {
        var list = "invoice requests";
        var start = request.start(list);
        var found = sql.sql("""
                        select m.*, c.identifier, c.name
                        from payment_method m join customer c on c.customer_id = m.customer_id
                        where m.state = 'REQUESTED' and m.by_added > :start
                        order by m.state, m.by_added
                        limit :limit
                        """)
                .param("start", start == null ? OrderKey.lowest() : start)
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_added"), readInvoice(row)))
                .list();
        return Page.of(found, request, list);
    }

    /** Requested or enabled; empty if there is none with this id, or it was removed. */
    public Optional<InvoiceRow> invoice(PaymentMethodId id) {
        return sql.sql("""
                        select m.*, c.identifier, c.name
                        from payment_method m join customer c on c.customer_id = m.customer_id
                        where m.payment_method_id = :method and m.kind = 'INVOICE' and m.removed_at is null
                        """)
                .param("method", id.value())
                .query((row, number) -> readInvoice(row))
                .optional();
    }

    private static InvoiceRow readInvoice(ResultSet row) throws SQLException {
        return new InvoiceRow(
                new PaymentMethodId(uuid(row, "payment_method_id")),
                new CustomerId(uuid(row, "customer_id")),
                row.getString("identifier"),
                row.getString("name"),
                instant(row, "added_at"),
                row.getLong("version"));
    }

    private static PaymentMethodRow readMethod(ResultSet row, Instant now) throws SQLException {
        var brand = textOrNull(row, "brand");
        var expiresAt = instantOrNull(row, "expires_at");
        return new PaymentMethodRow(
                new PaymentMethodId(uuid(row, "payment_method_id")),
                PaymentMethodKind.valueOf(row.getString("kind")),
                PaymentMethodRow.stateAt(now, PaymentMethodState.valueOf(row.getString("state")), expiresAt),
                brand == null ? null : CardBrand.valueOf(brand),
                textOrNull(row, "last_digits"),
                expiresAt,
                textOrNull(row, "masked_iban"),
                textOrNull(row, "mandate_reference"),
                textOrNull(row, "account_holder"),
                instant(row, "added_at"),
                row.getLong("version"));
    }
}
