package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.events.CustomerEvent.BillingAddressAdded;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressChanged;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressRemoved;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CompanyAddressSet;
import io.customeraccounts.domain.events.CustomerEvent.CostCentreSet;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.InvoicePaymentRequested;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.PaymentDefaultsSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodExpired;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the tables of what customers said about themselves, and how they paid, from when to when. Nothing in them is personal: they
 * keep the positions of the events that say it.
 */
@ProcessingGroup("history")
class PastGeneralDataProjection {

    private static final String METHOD = "default_payment_method_id";
    private static final String ADDRESS = "default_billing_address_id";

    private final PastTable generalData;
    private final PastTable addresses;
    private final PastTable methods;

    PastGeneralDataProjection(JdbcClient sql) {
        generalData = new PastTable(
                sql,
                "past_general_data",
                "customer_id",
                Map.of(
                        "company_address_position",
                        "bigint",
                        "cost_centre_position",
                        "bigint",
                        METHOD,
                        "uuid",
                        ADDRESS,
                        "uuid"));
        addresses = new PastTable(
                sql,
                "past_billing_address",
                "billing_address_id",
                Map.of("customer_id", "uuid", "address_position", "bigint"));
        methods = new PastTable(
                sql,
                "past_payment_method",
                "payment_method_id",
                Map.of(
                        "customer_id", "uuid",
                        "kind", "varchar",
                        "state", "varchar",
                        "brand", "varchar",
                        "expires_at", "timestamp with time zone",
                        "added_position", "bigint"));
    }

    @EventHandler
    void on(CustomerOpened event, EventMessage<?> message, TrackingToken token) {
        generalData.begin(event.customerId().value(), Map.of(), Moment.of(message, token));
    }

    @EventHandler
    void on(ManagedCustomerCreated event, EventMessage<?> message, TrackingToken token) {
        generalData.begin(event.customerId().value(), Map.of(), Moment.of(message, token));
    }

    @EventHandler
    void on(CompanyAddressSet event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        generalData.change(event.customerId().value(), "company_address_position", moment.position(), moment);
    }

    @EventHandler
    void on(CostCentreSet event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        generalData.change(
                event.customerId().value(),
                "cost_centre_position",
                event.costCentre() == null ? null : moment.position(),
                moment);
    }

    @EventHandler
    void on(PaymentDefaultsSet event, EventMessage<?> message, TrackingToken token) {
        var method = event.paymentMethodId();
        var address = event.billingAddressId();
        var values = new HashMap<String, @Nullable Object>();
        values.put(METHOD, method == null ? null : method.value());
        values.put(ADDRESS, address == null ? null : address.value());
        generalData.change(event.customerId().value(), values, "true", Moment.of(message, token));
    }

    @EventHandler
    void on(BillingAddressAdded event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        addresses.begin(
                event.billingAddressId().value(),
                Map.of("customer_id", event.customerId().value(), "address_position", moment.position()),
                moment);
    }

    @EventHandler
    void on(BillingAddressChanged event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        addresses.change(event.billingAddressId().value(), "address_position", moment.position(), moment);
    }

    @EventHandler
    void on(BillingAddressRemoved event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        addresses.end(event.billingAddressId().value(), "REMOVED", moment);
        offerNoMore(event.customerId(), ADDRESS, event.billingAddressId().value(), moment);
    }

    @EventHandler
    void on(InvoicePaymentRequested event, EventMessage<?> message, TrackingToken token) {
        begin(
                event.customerId(),
                event.paymentMethodId(),
                Map.of("kind", PaymentMethodKind.INVOICE.name(), "state", PaymentMethodState.REQUESTED.name()),
                Moment.of(message, token));
    }

    @EventHandler
    void on(CardPaymentAdded event, EventMessage<?> message, TrackingToken token) {
        begin(
                event.customerId(),
                event.paymentMethodId(),
                Map.of(
                        "kind",
                        PaymentMethodKind.CARD.name(),
                        "state",
                        PaymentMethodState.ACTIVE.name(),
                        "brand",
                        event.brand().name(),
                        "expires_at",
                        at(event.expiresAt())),
                Moment.of(message, token));
    }

    @EventHandler
    void on(SepaMandateAdded event, EventMessage<?> message, TrackingToken token) {
        begin(
                event.customerId(),
                event.paymentMethodId(),
                Map.of("kind", PaymentMethodKind.SEPA_MANDATE.name(), "state", PaymentMethodState.ACTIVE.name()),
                Moment.of(message, token));
    }

    private void begin(CustomerId customerId, PaymentMethodId id, Map<String, ?> values, Moment moment) {
        var all = new HashMap<String, Object>(values);
        all.put("customer_id", customerId.value());
        all.put("added_position", moment.position());
        methods.begin(id.value(), all, moment);
    }

    @EventHandler
    void on(PaymentMethodEnabled event, EventMessage<?> message, TrackingToken token) {
        become(event.paymentMethodId(), PaymentMethodState.ACTIVE, Moment.of(message, token));
    }

    @EventHandler
    void on(PaymentMethodExpired event, EventMessage<?> message, TrackingToken token) {
        become(event.paymentMethodId(), PaymentMethodState.EXPIRED, Moment.of(message, token));
    }

    private void become(PaymentMethodId id, PaymentMethodState state, Moment moment) {
        methods.change(id.value(), "state", state.name(), moment);
    }

    @EventHandler
    void on(PaymentMethodRemoved event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        methods.end(event.paymentMethodId().value(), PaymentMethodState.REMOVED.name(), moment);
        offerNoMore(event.customerId(), METHOD, event.paymentMethodId().value(), moment);
    }

    private void offerNoMore(CustomerId customerId, String column, UUID removed, Moment moment) {
        generalData.change(
                customerId.value(),
                Collections.singletonMap(column, null),
                "%s = cast('%s' as uuid)".formatted(column, removed),
                moment);
    }
}
