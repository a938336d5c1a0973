package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.*;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Iban;
import io.customeraccounts.domain.values.PaymentCard;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.SepaMandate;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PaymentMethodsTest {

    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");

    @Nested
    class Invoice {

        @Test
        void isRequestedAndThenEnabledByAnOperator() {
            acme().when(request(INVOICE)).then(invoiceRequested()).answers(INVOICE);
            acme().happened(invoiceRequested()).when(enable(OPERATOR, null)).then(enabled());
        }

        @Test
        void isRequestedOnce() {
            var again = new PaymentMethodId(CARD.value());
            acme().happened(invoiceRequested())
                    .when(request(again))
                    .nothingHappens()
                    .answers(INVOICE);
            acme().happened(invoiceRequested(), enabled())
                    .when(request(again))
                    .nothingHappens()
                    .answers(INVOICE);
        }

        @Test
        void isRequestedAnewAfterItWasDeclined() {
            var again = new PaymentMethodId(CARD.value());
            acme().happened(invoiceRequested())
                    .when(remove(OPERATOR, INVOICE, null))
                    .then(new PaymentMethodRemoved(ACME, INVOICE));
            acme().happened(invoiceRequested(), new PaymentMethodRemoved(ACME, INVOICE))
                    .when(request(again))
                    .then(new InvoicePaymentRequested(ACME, again))
                    .answers(again);
        }

        @Test
        void isEnabledByNobodyElse() {
            for (var actor : List.of(ANNA.actor(), CLIENT, PARTNER, POLICY)) {
                acme().happened(managed(), invoiceRequested())
                        .when(enable(actor, null))
                        .refused(new NotPermitted(Permission.EDIT_CUSTOMER));
            }
        }

        @Test
        void isNotEnabledAgain() {
            acme().happened(invoiceRequested(), enabled())
                    .when(enable(OPERATOR, null))
                    .nothingHappens();
        }

        @Test
        void isNotEnabledOnceItIsGoneOrHasChanged() {
            acme().when(enable(OPERATOR, null)).refused(new PaymentMethodNotFound());
            acme().happened(invoiceRequested(), new PaymentMethodRemoved(ACME, INVOICE))
                    .when(enable(OPERATOR, null))
                    .refused(new PaymentMethodNotFound());
            acme().happened(invoiceRequested()).when(enable(OPERATOR, 1L)).refused(new VersionMismatch(2));
        }

        private static RequestInvoicePayment request(PaymentMethodId id) {
            return new RequestInvoicePayment(ACME, ANNA.actor(), id);
        }

        private static EnablePaymentMethod enable(Actor actor, @Nullable Long expectedVersion) {
            return new EnablePaymentMethod(ACME, actor, INVOICE, expectedVersion);
        }
    }

    @Nested
    class Card {

        @Test
        void isActiveAtOnceUntilTheEndOfItsLastMonth() {
            acme().when(add("2026-03")).then(cardAdded(APRIL));
        }

        @Test
        void mustNotHaveExpired() {
            var paying = acme().happened(mandateAdded());
            paying.at(APRIL.minusMillis(1)).when(add("2026-03")).then(cardAdded(APRIL));
            paying.at(APRIL).when(add("2026-03")).refused(new CardExpired(APRIL));
        }

        @Test
        void expiresForTheBooksOnceDue() {
            var card = acme().happened(cardAdded(APRIL));
            card.at(APRIL.minusMillis(1)).when(expire(POLICY)).nothingHappens();
            card.at(APRIL).when(expire(POLICY)).then(new PaymentMethodExpired(ACME, CARD));
            card.at(APRIL)
                    .happened(new PaymentMethodExpired(ACME, CARD))
                    .when(expire(POLICY))
                    .nothingHappens();
        }

        @Test
        void doesNotExpireOnceRemoved() {
            acme().happened(cardAdded(APRIL), new PaymentMethodRemoved(ACME, CARD))
                    .at(APRIL)
                    .when(expire(POLICY))
                    .nothingHappens();
        }

        @Test
        void isRemovedAlsoWhenExpired() {
            acme().happened(cardAdded(APRIL), new PaymentMethodExpired(ACME, CARD))
                    .when(remove(ANNA.actor(), CARD, null))
                    .then(new PaymentMethodRemoved(ACME, CARD));
        }

        private static AddCardPayment add(String month) {
            return new AddCardPayment(
                    ACME,
                    ANNA.actor(),
                    CARD,
                    new PaymentCard(
                            new PaymentCard.Token("pm_1NxYzA2eZvKYlo2C"),
                            CardBrand.VISA,
                            new PaymentCard.LastDigits("1111"),
                            YearMonth.parse(month)));
        }

        private static ExpirePaymentMethod expire(Actor actor) {
            return new ExpirePaymentMethod(ACME, actor, CARD);
        }
    }

    @Nested
    class Mandate {

        @Test
        void isActiveAtOnceAndNeverExpires() {
            acme().when(new AddSepaMandate(
                            ACME,
                            ANNA.actor(),
                            MANDATE,
                            new SepaMandate(
                                    new Iban("DE89 3704 0044 0532 0130 00"),
                                    new SepaMandate.Reference("M-17"),
                                    new FullName("Anna Alder"))))
                    .then(mandateAdded());
            acme().happened(mandateAdded())
                    .at(NOON.plus(WEEK.multipliedBy(5_000)))
                    .when(new ExpirePaymentMethod(ACME, POLICY, MANDATE))
                    .nothingHappens();
        }

        @Test
        void isRemoved() {
            acme().happened(mandateAdded())
                    .when(remove(ANNA.actor(), MANDATE, 2L))
                    .then(new PaymentMethodRemoved(ACME, MANDATE));
        }

        @Test
        void cannotBeRemovedWhileProjectsNameIt() {
            acme().happened(mandateAdded())
                    .named(MANDATE, WEBSITE)
                    .when(remove(ANNA.actor(), MANDATE, null))
                    .refused(new InUse(List.of(WEBSITE)));
        }

        @Test
        void cannotBeRemovedTwiceOrByWhoHasNotSeenTheLastChange() {
            acme().happened(mandateAdded(), new PaymentMethodRemoved(ACME, MANDATE))
                    .when(remove(ANNA.actor(), MANDATE, null))
                    .refused(new PaymentMethodNotFound());
            acme().happened(mandateAdded())
                    .when(remove(ANNA.actor(), MANDATE, 1L))
                    .refused(new VersionMismatch(2));
        }
    }

    private static RemovePaymentMethod remove(Actor actor, PaymentMethodId id, @Nullable Long expectedVersion) {
        return new RemovePaymentMethod(ACME, actor, id, expectedVersion);
    }
}
