package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.values.PaymentMethodKind.CARD;
import static io.customeraccounts.domain.values.PaymentMethodKind.INVOICE;
import static io.customeraccounts.domain.values.PaymentMethodKind.SEPA_MANDATE;
import static io.customeraccounts.domain.values.PaymentMethodState.ACTIVE;
import static io.customeraccounts.domain.values.PaymentMethodState.EXPIRED;
import static io.customeraccounts.domain.values.PaymentMethodState.REQUESTED;

import io.customeraccounts.domain.customer.CustomerRefusal.BillingAddressNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.BillingAddressNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.InUse;
import io.customeraccounts.domain.customer.CustomerRefusal.PaymentMethodNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.PaymentMethodNotFound;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.jspecify.annotations.Nullable;

/**
 * What one customer says about itself and how it pays. Axon hands it the events; what may happen to it is decided by
 * {@link Customer}.
 */
final class GeneralData {

    /** @param version the sequence number of the event that last changed it, as everywhere */
    record BillingAddress(Personal address, long version) {}

    /** @param expiresAt from then on it cannot be used, recorded or not; absent if it has no end */
    record PaymentMethod(
            PaymentMethodKind kind,
            PaymentMethodState state,
            @Nullable Instant expiresAt,
            long version) {

        boolean activeAt(Instant now) {
            return state == ACTIVE && (expiresAt == null || now.isBefore(expiresAt));
        }

        boolean expiryDue(Instant now) {
            return state == ACTIVE && !activeAt(now);
        }

        PaymentMethod in(PaymentMethodState newState, long newVersion) {
            return new PaymentMethod(kind, newState, expiresAt, newVersion);
        }
    }

    private @Nullable Personal companyAddress;
    private @Nullable Personal costCentre;
    private @Nullable PaymentMethodId defaultPaymentMethod;
    private @Nullable BillingAddressId defaultBillingAddress;

    /** Of the four above, which are changed and shown as one. */
    private long version;

    /** Those that are not removed. */
    private Map<BillingAddressId, BillingAddress> billingAddresses = new LinkedHashMap<>();

    private Map<PaymentMethodId, PaymentMethod> paymentMethods = new LinkedHashMap<>();

    @Nullable
    Personal companyAddress() {
        return companyAddress;
    }

    @Nullable
    Personal costCentre() {
        return costCentre;
    }

    @Nullable
    PaymentMethodId defaultPaymentMethod() {
        return defaultPaymentMethod;
    }

    @Nullable
    BillingAddressId defaultBillingAddress() {
        return defaultBillingAddress;
    }

    long version() {
        return version;
    }

    BillingAddress billingAddress(BillingAddressId id) {
        var address = billingAddresses.get(id);
        if (address == null) {
            throw new BillingAddressNotFound();
        }
        return address;
    }

    PaymentMethod paymentMethod(PaymentMethodId id) {
        return find(id).orElseThrow(PaymentMethodNotFound::new);
    }

    Optional<PaymentMethod> find(PaymentMethodId id) {
        return Optional.ofNullable(paymentMethods.get(id));
    }

    /** The request to pay by invoice, or what came of it. */
    Optional<PaymentMethodId> invoice() {
        return paymentMethods.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == INVOICE)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void refuseUnlessAvailable(@Nullable PaymentMethodId paymentMethod, Instant now) {
        if (paymentMethod != null
                && find(paymentMethod).filter(it -> it.activeAt(now)).isEmpty()) {
            throw new PaymentMethodNotAvailable(paymentMethod);
        }
    }

    void refuseUnlessAvailable(@Nullable BillingAddressId billingAddress) {
        if (billingAddress != null && !billingAddresses.containsKey(billingAddress)) {
            throw new BillingAddressNotAvailable(billingAddress);
        }
    }

    static void refuseIfInUse(List<ProjectId> projects) {
        if (!projects.isEmpty()) {
            throw new InUse(projects);
        }
    }

    @EventSourcingHandler
    void on(CompanyAddressSet event, @SequenceNumber long sequence) {
        companyAddress = event.address();
        version = sequence;
    }

    @EventSourcingHandler
    void on(CostCentreSet event, @SequenceNumber long sequence) {
        costCentre = event.costCentre();
        version = sequence;
    }

    @EventSourcingHandler
    void on(PaymentDefaultsSet event, @SequenceNumber long sequence) {
        defaultPaymentMethod = event.paymentMethodId();
        defaultBillingAddress = event.billingAddressId();
        version = sequence;
    }

    @EventSourcingHandler
    void on(BillingAddressAdded event, @SequenceNumber long sequence) {
        billingAddresses.put(event.billingAddressId(), new BillingAddress(event.address(), sequence));
    }

    @EventSourcingHandler
    void on(BillingAddressChanged event, @SequenceNumber long sequence) {
        billingAddresses.put(event.billingAddressId(), new BillingAddress(event.address(), sequence));
    }

    @EventSourcingHandler
    void on(BillingAddressRemoved event, @SequenceNumber long sequence) {
        billingAddresses.remove(event.billingAddressId());
        if (event.billingAddressId().equals(defaultBillingAddress)) {
            defaultBillingAddress = null;
            version = sequence;
        }
    }

    @EventSourcingHandler
    void on(InvoicePaymentRequested event, @SequenceNumber long sequence) {
        paymentMethods.put(event.paymentMethodId(), new PaymentMethod(INVOICE, REQUESTED, null, sequence));
    }

    @EventSourcingHandler
    void on(PaymentMethodEnabled event, @SequenceNumber long sequence) {
        become(event.paymentMethodId(), ACTIVE, sequence);
    }

    @EventSourcingHandler
    void on(CardPaymentAdded event, @SequenceNumber long sequence) {
        paymentMethods.put(event.paymentMethodId(), new PaymentMethod(CARD, ACTIVE, event.expiresAt(), sequence));
    }

    @EventSourcingHandler
    void on(SepaMandateAdded event, @SequenceNumber long sequence) {
        paymentMethods.put(event.paymentMethodId(), new PaymentMethod(SEPA_MANDATE, ACTIVE, null, sequence));
    }

    @EventSourcingHandler
    void on(PaymentMethodExpired event, @SequenceNumber long sequence) {
        become(event.paymentMethodId(), EXPIRED, sequence);
    }

    @EventSourcingHandler
    void on(PaymentMethodRemoved event, @SequenceNumber long sequence) {
        paymentMethods.remove(event.paymentMethodId());
        if (event.paymentMethodId().equals(defaultPaymentMethod)) {
            defaultPaymentMethod = null;
            version = sequence;
        }
    }

    private void become(PaymentMethodId id, PaymentMethodState state, long sequence) {
        paymentMethods.computeIfPresent(id, (same, method) -> method.in(state, sequence));
    }
}
