package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.Invariants.Objection.*;

import io.customeraccounts.domain.customer.Invariants.Act;
import io.customeraccounts.domain.customer.Invariants.Objection;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link Invariants} keep of one account's general data and of its time to name a payment method. */
final class GeneralDataBook {

    private static final Duration DAY = Duration.ofDays(1);

    static final class Method {
        final PaymentMethodId id;
        final PaymentMethodKind kind;
        final @Nullable Instant expiresAt;
        PaymentMethodState state;

        Method(PaymentMethodId id, PaymentMethodKind kind, PaymentMethodState state, @Nullable Instant expiresAt) {
            this.id = id;
            this.kind = kind;
            this.state = state;
            this.expiresAt = expiresAt;
        }

        boolean activeAt(Instant at) {
            return state == PaymentMethodState.ACTIVE && (expiresAt == null || at.isBefore(expiresAt));
        }
    }

    static final class Address {
        final BillingAddressId id;
        Personal address;
        boolean removed;

        Address(BillingAddressId id, Personal address) {
            this.id = id;
            this.address = address;
        }
    }

    private final Set<Object> namedByProjects;
    final Map<PaymentMethodId, Method> methods = new HashMap<>();
    final Map<BillingAddressId, Address> addresses = new HashMap<>();
    private @Nullable Personal companyAddress;
    private @Nullable Personal costCentre;
    private @Nullable PaymentMethodId defaultMethod;
    private @Nullable BillingAddressId defaultAddress;

    @Nullable
    Instant usableSince;

    private boolean everActive;
    private boolean restricted;
    private int reminders;
    private List<Objection> objections = new ArrayList<>();

    /** @param namedByProjects the ids of what projects name just now */
    GeneralDataBook(Set<Object> namedByProjects) {
        this.namedByProjects = namedByProjects;
    }

    boolean restrictedAt(Instant at) {
        return usableSince != null && !everActive && !at.isBefore(usableSince.plus(DAY.multipliedBy(30)));
    }

    List<Objection> record(Act act, CustomerEvent event) {
        objections = new ArrayList<>();
        switch (event) {
            case CompanyAddressSet set -> {
                require(!set.address().equals(companyAddress), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                companyAddress = set.address();
            }
            case CostCentreSet set -> {
                require(!Objects.equals(set.costCentre(), costCentre), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                costCentre = set.costCentre();
            }
            case PaymentDefaultsSet set -> {
                require(
                        !Objects.equals(set.paymentMethodId(), defaultMethod)
                                || !Objects.equals(set.billingAddressId(), defaultAddress),
                        THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                require(
                        (set.paymentMethodId() == null
                                        || method(set.paymentMethodId()).activeAt(act.at()))
                                && (set.billingAddressId() == null || !address(set.billingAddressId()).removed),
                        A_DEFAULT_IS_NOT_AVAILABLE);
                defaultMethod = set.paymentMethodId();
                defaultAddress = set.billingAddressId();
            }
            case BillingAddressAdded added ->
                require(
                        addresses.put(added.billingAddressId(), new Address(added.billingAddressId(), added.address()))
                                == null,
                        A_BILLING_ADDRESSES_ID_WAS_USED_TWICE);
            case BillingAddressChanged changed -> {
                var address = address(changed.billingAddressId());
                require(!address.removed, SOMETHING_HAPPENED_TO_A_BILLING_ADDRESS_THAT_WAS_REMOVED);
                require(!changed.address().equals(address.address), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                address.address = changed.address();
            }
            case BillingAddressRemoved removed -> {
                var address = address(removed.billingAddressId());
                require(!address.removed, SOMETHING_HAPPENED_TO_A_BILLING_ADDRESS_THAT_WAS_REMOVED);
                require(!namedByProjects.contains(address.id), WHAT_A_PROJECT_NAMES_WAS_REMOVED);
                address.removed = true;
                defaultAddress = address.id.equals(defaultAddress) ? null : defaultAddress;
            }
            case InvoicePaymentRequested requested -> {
                require(
                        methods.values().stream()
                                .noneMatch(other -> other.kind == PaymentMethodKind.INVOICE
                                        && other.state != PaymentMethodState.REMOVED),
                        INVOICE_WAS_REQUESTED_TWICE);
                add(requested.paymentMethodId(), PaymentMethodKind.INVOICE, PaymentMethodState.REQUESTED, null);
            }
            case PaymentMethodEnabled enabled -> {
                var method = method(enabled.paymentMethodId());
                require(act.actor() instanceof Actor.Operator, SOMEBODY_ELSE_THAN_AN_OPERATOR_ENABLED_A_PAYMENT_METHOD);
                require(method.state == PaymentMethodState.REQUESTED, WHAT_WAS_NOT_REQUESTED_WAS_ENABLED);
                method.state = PaymentMethodState.ACTIVE;
                firstActive(act);
            }
            case CardPaymentAdded added -> {
                require(act.at().isBefore(added.expiresAt()), AN_EXPIRED_CARD_WAS_ADDED);
                add(added.paymentMethodId(), PaymentMethodKind.CARD, PaymentMethodState.ACTIVE, added.expiresAt());
                firstActive(act);
            }
            case SepaMandateAdded added -> {
                add(added.paymentMethodId(), PaymentMethodKind.SEPA_MANDATE, PaymentMethodState.ACTIVE, null);
                firstActive(act);
            }
            case PaymentMethodExpired expired -> {
                var method = method(expired.paymentMethodId());
                require(act.actor() instanceof Actor.Policy, SOMEBODY_DID_WHAT_ONLY_THE_CLOCK_DOES);
                require(
                        method.state == PaymentMethodState.ACTIVE && !method.activeAt(act.at()),
                        A_PAYMENT_METHOD_EXPIRED_THAT_IS_GOOD_OR_HAS_ENDED);
                method.state = PaymentMethodState.EXPIRED;
            }
            case PaymentMethodRemoved removed -> {
                var method = method(removed.paymentMethodId());
                require(method.state != PaymentMethodState.REMOVED, A_PAYMENT_METHOD_WAS_REMOVED_TWICE);
                require(!namedByProjects.contains(method.id), WHAT_A_PROJECT_NAMES_WAS_REMOVED);
                method.state = PaymentMethodState.REMOVED;
                defaultMethod = method.id.equals(defaultMethod) ? null : defaultMethod;
            }
            case PaymentReminderDue reminder -> {
                require(act.actor() instanceof Actor.Policy, SOMEBODY_DID_WHAT_ONLY_THE_CLOCK_DOES);
                var due = usableSince == null ? Instant.MAX : usableSince.plus(DAY.multipliedBy(30));
                require(
                        !everActive
                                && reminder.paymentDueBy().equals(due)
                                && act.at().isBefore(due)
                                && !act.at().isBefore(due.minus(DAY.multipliedBy(reminder.last() ? 1 : 7)))
                                && reminders < (reminder.last() ? 2 : 1),
                        A_REMINDER_CAME_AT_A_WRONG_TIME);
                reminders = reminder.last() ? 2 : 1;
            }
            case CustomerRestricted it -> {
                require(!restricted && restrictedAt(act.at()), AN_ACCOUNT_WAS_RESTRICTED_WITHOUT_NEED);
                restricted = true;
            }
            case RestrictionLifted lifted -> {
                require(restricted && everActive, A_RESTRICTION_WAS_LIFTED_THAT_WAS_NONE);
                restricted = false;
            }
            default -> throw new IllegalArgumentException("not about general data: " + event);
        }
        return objections;
    }

    /** To be asked after an act. */
    List<Objection> afterwards() {
        return restricted && everActive ? List.of(A_RESTRICTION_STAYS_ALTHOUGH_THERE_IS_A_PAYMENT_METHOD) : List.of();
    }

    private void add(
            PaymentMethodId id, PaymentMethodKind kind, PaymentMethodState state, @Nullable Instant expiresAt) {
        require(methods.put(id, new Method(id, kind, state, expiresAt)) == null, A_PAYMENT_METHODS_ID_WAS_USED_TWICE);
    }

    private void firstActive(Act act) {
        require(restricted == restrictedAt(act.at()), A_RESTRICTION_IS_NOT_IN_THE_BOOKS);
        everActive = true;
    }

    private Method method(PaymentMethodId id) {
        var method = methods.get(id);
        if (method == null) {
            throw new AssertionError("a payment method that never was: " + id);
        }
        return method;
    }

    private Address address(BillingAddressId id) {
        var address = addresses.get(id);
        if (address == null) {
            throw new AssertionError("a billing address that never was: " + id);
        }
        return address;
    }

    private void require(boolean condition, Objection objection) {
        if (!condition) {
            objections.add(objection);
        }
    }
}
