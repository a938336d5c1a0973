package io.customeraccounts.projections.testing;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentTerm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to the general data of one customer, and by its not having any payment method. */
final class RandomGeneralData {

    private record Card(PaymentMethodId id, Instant expiresAt) {}

    private final CustomerId customerId;
    private final Random random;
    private final Instant dueBy;
    private final List<BillingAddressId> addresses = new ArrayList<>();
    private final List<PaymentMethodId> methods = new ArrayList<>();
    private final List<Card> cards = new ArrayList<>();
    private final Set<PaymentMethodId> expired = new LinkedHashSet<>();
    private @Nullable PaymentMethodId requested;
    private @Nullable PaymentMethodId invoice;
    private boolean paying;
    private boolean restricted;
    private int reminders;

    RandomGeneralData(CustomerId customerId, Instant usableSince, Random random) {
        this.customerId = customerId;
        this.random = random;
        dueBy = PaymentTerm.dueBy(usableSince);
    }

    /** What one command decides; empty if nothing. */
    List<CustomerEvent> next(Instant now) {
        if (!paying && random.nextInt(3) == 0) {
            return byTheClock(now);
        }
        return switch (random.nextInt(16)) {
            case 0 -> List.of(new CompanyAddressSet(customerId, address()));
            case 1 -> List.of(new CostCentreSet(customerId, random.nextInt(3) == 0 ? null : own("Kostenstelle 47")));
            case 2, 3 ->
                List.of(new PaymentDefaultsSet(customerId, methods.isEmpty() ? null : pick(methods), anyAddress()));
            case 4, 5 -> addAddress();
            case 6 ->
                addresses.isEmpty()
                        ? List.of()
                        : List.of(new BillingAddressChanged(customerId, pick(addresses), address()));
            case 7 ->
                addresses.isEmpty() ? List.of() : List.of(new BillingAddressRemoved(customerId, removed(addresses)));
            case 8 -> request();
            case 9 -> enable(now);
            case 10, 11 -> addCard(now);
            case 12 -> addMandate(now);
            case 13 -> expire(now);
            default -> remove();
        };
    }

    private List<CustomerEvent> byTheClock(Instant now) {
        if (!now.isBefore(dueBy)) {
            var before = restricted;
            restricted = true;
            return before ? List.of() : List.of(new CustomerRestricted(customerId));
        }
        if (reminders < 2 && !now.isBefore(PaymentTerm.lastReminder(dueBy))) {
            reminders = 2;
            return List.of(new PaymentReminderDue(customerId, dueBy, true));
        }
        if (reminders < 1 && !now.isBefore(PaymentTerm.firstReminder(dueBy))) {
            reminders = 1;
            return List.of(new PaymentReminderDue(customerId, dueBy, false));
        }
        return List.of();
    }

    private List<CustomerEvent> addAddress() {
        var id = new BillingAddressId(id());
        addresses.add(id);
        return List.of(new BillingAddressAdded(customerId, id, address()));
    }

    private List<CustomerEvent> request() {
        if (requested != null || invoice != null) {
            return List.of();
        }
        requested = new PaymentMethodId(id());
        return List.of(new InvoicePaymentRequested(customerId, requested));
    }

    private List<CustomerEvent> enable(Instant now) {
        if (requested == null) {
            return List.of();
        }
        invoice = requested;
        requested = null;
        methods.add(invoice);
        return active(new PaymentMethodEnabled(customerId, invoice), now);
    }

    private List<CustomerEvent> addCard(Instant now) {
        var card = new Card(new PaymentMethodId(id()), now.plus(Duration.ofHours(1 + random.nextInt(400))));
        cards.add(card);
        methods.add(card.id());
        return active(
                new CardPaymentAdded(
                        customerId,
                        card.id(),
                        own("tok_" + random.nextInt(1_000_000)),
                        pick(Arrays.asList(CardBrand.values())),
                        own("" + random.nextInt(1_000, 10_000)),
                        card.expiresAt()),
                now);
    }

    private List<CustomerEvent> addMandate(Instant now) {
        var id = new PaymentMethodId(id());
        methods.add(id);
        return active(
                new SepaMandateAdded(
                        customerId, id, own("DE89370400440532013000"), own("M-" + random.nextInt(99)), own("Ömer")),
                now);
    }

    private List<CustomerEvent> active(CustomerEvent event, Instant now) {
        var late = !paying && !now.isBefore(dueBy);
        paying = true;
        if (!late) {
            return List.of(event);
        }
        var events = new ArrayList<CustomerEvent>();
        if (!restricted) {
            events.add(new CustomerRestricted(customerId));
        }
        events.add(event);
        events.add(new RestrictionLifted(customerId));
        return events;
    }

    private List<CustomerEvent> expire(Instant now) {
        return cards.stream()
                .filter(card -> !now.isBefore(card.expiresAt()) && methods.contains(card.id()))
                .map(Card::id)
                .filter(expired::add)
                .findFirst()
                .<List<CustomerEvent>>map(id -> List.of(new PaymentMethodExpired(customerId, id)))
                .orElse(List.of());
    }

    private List<CustomerEvent> remove() {
        if (methods.isEmpty()) {
            return List.of();
        }
        var id = removed(methods);
        invoice = id.equals(invoice) ? null : invoice;
        return List.of(new PaymentMethodRemoved(customerId, id));
    }

    private @Nullable BillingAddressId anyAddress() {
        return addresses.isEmpty() ? null : pick(addresses);
    }

    private Personal address() {
        return own("DE\n" + random.nextInt(10_000, 99_999) + "\nBerlin\n\nACME\nStraße " + random.nextInt(100));
    }

    private Personal own(String value) {
        return new Personal.Known(KeyId.of(customerId), value);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> T removed(List<T> all) {
        return all.remove(random.nextInt(all.size()));
    }
}
