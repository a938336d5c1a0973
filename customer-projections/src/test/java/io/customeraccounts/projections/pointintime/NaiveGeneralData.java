package io.customeraccounts.projections.pointintime;

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
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.generaldata.AddressRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What customers say about themselves, how they pay and where projects are after some events, one after the other. */
final class NaiveGeneralData {

    record Paid(PaymentMethodId method, BillingAddressId address, List<LocationName> locations) {}

    private final Map<CustomerId, PastGeneralData> general = new HashMap<>();
    private final Map<CustomerId, Map<BillingAddressId, PastBillingAddress>> addresses = new HashMap<>();
    private final Map<CustomerId, Map<PaymentMethodId, PastPaymentMethod>> methods = new HashMap<>();
    private final Map<ProjectId, Paid> projects = new HashMap<>();
    private final Instant now;

    NaiveGeneralData(Stream<DomainEvent> events, Instant now) {
        this.now = now;
        events.forEach(this::happened);
    }

    private void happened(DomainEvent event) {
        switch (event) {
            case CustomerOpened it -> general.put(it.customerId(), new PastGeneralData(null, null, null, null, false));
            case ManagedCustomerCreated it ->
                general.put(it.customerId(), new PastGeneralData(null, null, null, null, false));
            case CompanyAddressSet it ->
                change(
                        it.customerId(),
                        old -> new PastGeneralData(
                                address(it.address()),
                                old.costCentre(),
                                old.defaultPaymentMethodId(),
                                old.defaultBillingAddressId(),
                                false));
            case CostCentreSet it ->
                change(
                        it.customerId(),
                        old -> new PastGeneralData(
                                old.companyAddress(),
                                it.costCentre() == null ? null : text(it.costCentre()),
                                old.defaultPaymentMethodId(),
                                old.defaultBillingAddressId(),
                                false));
            case PaymentDefaultsSet it -> offer(it.customerId(), it.paymentMethodId(), it.billingAddressId());
            case BillingAddressAdded it -> put(it.customerId(), it.billingAddressId(), it.address());
            case BillingAddressChanged it -> put(it.customerId(), it.billingAddressId(), it.address());
            case BillingAddressRemoved it -> {
                addresses.get(it.customerId()).remove(it.billingAddressId());
                var old = general.get(it.customerId());
                if (it.billingAddressId().equals(old.defaultBillingAddressId())) {
                    offer(it.customerId(), old.defaultPaymentMethodId(), null);
                }
            }
            case InvoicePaymentRequested it ->
                put(
                        it.customerId(),
                        new PastPaymentMethod(
                                it.paymentMethodId(),
                                PaymentMethodKind.INVOICE,
                                PaymentMethodState.REQUESTED,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
            case CardPaymentAdded it ->
                put(
                        it.customerId(),
                        new PastPaymentMethod(
                                it.paymentMethodId(),
                                PaymentMethodKind.CARD,
                                PaymentMethodState.ACTIVE,
                                it.brand(),
                                text(it.lastDigits()),
                                it.expiresAt().truncatedTo(ChronoUnit.MICROS),
                                null,
                                null,
                                null));
            case SepaMandateAdded it ->
                put(
                        it.customerId(),
                        new PastPaymentMethod(
                                it.paymentMethodId(),
                                PaymentMethodKind.SEPA_MANDATE,
                                PaymentMethodState.ACTIVE,
                                null,
                                null,
                                null,
                                "DE****************3000",
                                text(it.reference()),
                                text(it.accountHolder())));
            case PaymentMethodEnabled it -> become(it.customerId(), it.paymentMethodId(), PaymentMethodState.ACTIVE);
            case PaymentMethodExpired it -> become(it.customerId(), it.paymentMethodId(), PaymentMethodState.EXPIRED);
            case PaymentMethodRemoved it -> {
                methods.get(it.customerId()).remove(it.paymentMethodId());
                var old = general.get(it.customerId());
                if (it.paymentMethodId().equals(old.defaultPaymentMethodId())) {
                    offer(it.customerId(), null, old.defaultBillingAddressId());
                }
            }
            case ProjectCreated it ->
                projects.put(it.projectId(), new Paid(it.paymentMethodId(), it.billingAddressId(), it.locations()));
            case ProjectPaymentChanged it ->
                projects.computeIfPresent(
                        it.projectId(),
                        (id, old) -> new Paid(it.paymentMethodId(), it.billingAddressId(), old.locations()));
            case LocationAdded it -> {
                var locations = new ArrayList<>(projects.get(it.projectId()).locations());
                locations.add(it.location());
                move(it.projectId(), locations);
            }
            case LocationRemoved it -> {
                var locations = new ArrayList<>(projects.get(it.projectId()).locations());
                locations.remove(it.location());
                move(it.projectId(), locations);
            }
            default -> {}
        }
    }

    private static String text(Personal value) {
        return ((Personal.Known) value).value();
    }

    private static AddressRow address(Personal value) {
        return AddressRow.of(text(value));
    }

    private void change(CustomerId id, Function<PastGeneralData, PastGeneralData> how) {
        general.computeIfPresent(id, (key, old) -> how.apply(old));
    }

    private void offer(CustomerId id, @Nullable PaymentMethodId method, @Nullable BillingAddressId address) {
        change(id, old -> new PastGeneralData(old.companyAddress(), old.costCentre(), method, address, false));
    }

    private void put(CustomerId customer, BillingAddressId id, Personal address) {
        addresses
                .computeIfAbsent(customer, key -> new HashMap<>())
                .put(id, new PastBillingAddress(id, address(address)));
    }

    private void put(CustomerId customer, PastPaymentMethod method) {
        methods.computeIfAbsent(customer, key -> new HashMap<>()).put(method.id(), method);
    }

    private void become(CustomerId customer, PaymentMethodId id, PaymentMethodState state) {
        methods.get(customer).computeIfPresent(id, (key, old) -> in(old, state));
    }

    private static PastPaymentMethod in(PastPaymentMethod old, PaymentMethodState state) {
        return new PastPaymentMethod(
                old.id(),
                old.kind(),
                state,
                old.brand(),
                old.lastDigits(),
                old.expiresAt(),
                old.maskedIban(),
                old.mandateReference(),
                old.accountHolder());
    }

    private void move(ProjectId id, List<LocationName> locations) {
        projects.computeIfPresent(id, (key, old) -> new Paid(old.method(), old.address(), List.copyOf(locations)));
    }

    @Nullable
    PastGeneralData of(CustomerId id) {
        return general.get(id);
    }

    List<PastBillingAddress> addresses(CustomerId id) {
        return List.copyOf(addresses.getOrDefault(id, Map.of()).values());
    }

    List<PastPaymentMethod> methods(CustomerId id) {
        return methods.getOrDefault(id, Map.of()).values().stream()
                .map(it -> {
                    var end = it.expiresAt();
                    return it.state() == PaymentMethodState.ACTIVE && end != null && !now.isBefore(end)
                            ? in(it, PaymentMethodState.EXPIRED)
                            : it;
                })
                .collect(Collectors.toList());
    }

    Paid of(ProjectId id) {
        return projects.get(id);
    }
}
