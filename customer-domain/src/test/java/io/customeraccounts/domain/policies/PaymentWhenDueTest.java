package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.PolicyStory.ACME;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA;
import static io.customeraccounts.domain.policies.PolicyStory.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand.ExpirePaymentMethod;
import io.customeraccounts.domain.customer.CustomerCommand.RemindOfPayment;
import io.customeraccounts.domain.customer.CustomerCommand.RestrictCustomer;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentWhenDueTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant DUE = NOON.plus(DAY.multipliedBy(30));
    private static final PaymentMethodId CARD = new PaymentMethodId(new UUID(4, 1));

    static CustomerEvent[] ends() {
        return new CustomerEvent[] {
            new PaymentMethodEnabled(ACME, CARD),
            cardAdded(DUE),
            new SepaMandateAdded(ACME, CARD, own("iban"), own("M-1"), own("Anna")),
            new CustomerClosed(ACME)
        };
    }

    @Nested
    class Restriction {

        private final PolicyStory story = new PolicyStory(RestrictUnpaidCustomersWhenDue::new);

        @Test
        void isRecordedThirtyDaysAfterTheOpening() {
            story.happened("opened", opened(null));

            story.at(DUE.minusNanos(1)).acts();
            assertThat(story.sent).isEmpty();
            story.at(DUE).acts();
            var restrict = new RestrictCustomer(ACME, new Actor.Policy("RestrictUnpaidCustomersWhenDue"));
            assertThat(story.sent).containsExactly(new PolicyStory.Sent(restrict, "opened"));
        }

        @Test
        void isRecordedThirtyDaysAfterTheConfirmationIfOneIsNeeded() {
            story.happened("opened", opened(NOON.plus(DAY)));
            assertThat(story.sheet.all()).isEmpty();

            story.at(NOON.plus(DAY)).happened("confirmed", new CustomerConfirmed(ACME));
            story.at(DUE).acts();
            assertThat(story.sent).isEmpty();
            story.at(DUE.plus(DAY)).acts();
            assertThat(story.sent).extracting(PolicyStory.Sent::cause).containsExactly("confirmed");
        }

        static CustomerEvent[] ends() {
            return PaymentWhenDueTest.ends();
        }

        @ParameterizedTest
        @MethodSource("ends")
        void isLeftOutOnceThereIsAPaymentMethodOrTheAccountIsClosed(CustomerEvent end) {
            story.happened("opened", opened(null)).happened("end", end);
            assertThat(story.sheet.all()).isEmpty();
        }

        @Test
        void isNotRecordedAgain() {
            story.happened("opened", opened(null)).happened("restricted", new CustomerRestricted(ACME));
            assertThat(story.sheet.all()).isEmpty();
        }
    }

    @Nested
    class Reminders {

        private final PolicyStory story = new PolicyStory(RemindUnpaidCustomersWhenDue::new);
        private final RemindOfPayment remind =
                new RemindOfPayment(ACME, new Actor.Policy("RemindUnpaidCustomersWhenDue"));

        @Test
        void comeOnDay23AndDay29() {
            story.happened("opened", opened(null));
            story.at(NOON.plus(DAY.multipliedBy(23)).minusNanos(1)).acts();
            assertThat(story.sent).isEmpty();
            story.at(NOON.plus(DAY.multipliedBy(23))).acts();
            assertThat(story.sent).containsExactly(new PolicyStory.Sent(remind, "opened"));

            story.happened("first", new PaymentReminderDue(ACME, DUE, false));
            story.at(NOON.plus(DAY.multipliedBy(29)).minusNanos(1)).acts();
            assertThat(story.sent).hasSize(1);
            story.at(NOON.plus(DAY.multipliedBy(29))).acts();
            assertThat(story.sent)
                    .endsWith(new PolicyStory.Sent(remind, "first"))
                    .hasSize(2);

            story.happened("last", new PaymentReminderDue(ACME, DUE, true));
            assertThat(story.sheet.all()).isEmpty();
        }

        static CustomerEvent[] ends() {
            return PaymentWhenDueTest.ends();
        }

        @ParameterizedTest
        @MethodSource("ends")
        void areLeftOutOnceThereIsAPaymentMethodOrTheAccountIsClosed(CustomerEvent end) {
            story.happened("opened", opened(null)).happened("end", end);
            assertThat(story.sheet.all()).isEmpty();
        }
    }

    @Nested
    class Cards {

        private final PolicyStory story = new PolicyStory(ExpirePaymentMethodsWhenDue::new);

        @Test
        void expireAtTheEndOfTheirLastMonth() {
            story.happened("added", cardAdded(DUE));
            story.at(DUE.minusNanos(1)).acts();
            assertThat(story.sent).isEmpty();
            story.at(DUE).acts();
            var expire = new ExpirePaymentMethod(ACME, new Actor.Policy("ExpirePaymentMethodsWhenDue"), CARD);
            assertThat(story.sent).containsExactly(new PolicyStory.Sent(expire, "added"));
        }

        @Test
        void areLeftAloneOnceRemovedOrExpired() {
            story.happened("added", cardAdded(DUE)).happened("removed", new PaymentMethodRemoved(ACME, CARD));
            assertThat(story.sheet.all()).isEmpty();
            story.happened("added", cardAdded(DUE)).happened("expired", new PaymentMethodExpired(ACME, CARD));
            assertThat(story.sheet.all()).isEmpty();
        }
    }

    private static CustomerOpened opened(@Nullable Instant confirmBy) {
        var secret = confirmBy == null ? null : new Secret("confirm").hash();
        return new CustomerOpened(ACME, CustomerKind.CUSTOMER, "acme", "ACME", ANNA, true, confirmBy, secret);
    }

    private static CardPaymentAdded cardAdded(Instant expiresAt) {
        return new CardPaymentAdded(ACME, CARD, own("token"), CardBrand.VISA, own("1111"), expiresAt);
    }

    private static Personal own(String value) {
        return new Personal.Known(KeyId.of(ACME), value);
    }
}
