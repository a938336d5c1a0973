package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand.ExpireCustomer;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.values.CustomerKind;
import org.junit.jupiter.api.Test;

class ExpireCustomerTest {

    private static final ExpireCustomer EXPIRE = new ExpireCustomer(ACME, POLICY);
    private static final CustomerExpired EXPIRED = new CustomerExpired(ACME, ACME_IDENTIFIER.value(), ANNA.personId());

    @Test
    void endsAnAccountAtTheVeryInstantTheTimeToConfirmIsOver() {
        unconfirmed(NOON).when(EXPIRE).then(EXPIRED);
    }

    @Test
    void doesNothingWhileTheAccountCanBeConfirmed() {
        unconfirmed(NOON.plusMillis(1)).when(EXPIRE).nothingHappens();
    }

    @Test
    void doesNothingToAConfirmedAccount() {
        unconfirmed(NOON)
                .happened(NOON.minusMillis(1), new CustomerConfirmed(ACME))
                .when(EXPIRE)
                .nothingHappens();
        acme().when(EXPIRE).nothingHappens();
    }

    @Test
    void doesNothingToAnAccountThatHasEnded() {
        unconfirmed(NOON).happened(EXPIRED).when(EXPIRE).nothingHappens();
        unconfirmed(NOON)
                .happened(NOON.minusMillis(1), new CustomerConfirmed(ACME), new CustomerClosed(ACME))
                .when(EXPIRE)
                .nothingHappens();
    }

    @Test
    void makesTheIdentifierFreeForOthers() {
        var story = unconfirmed(NOON).reserved("acme", ACME).taken("other");
        story.when(EXPIRE);
        assertThat(story.isReserved("acme")).isFalse();
        assertThat(story.isReserved("other")).isTrue();
    }

    @Test
    void keepsTheIdentifierWhileNothingHappens() {
        var story = unconfirmed(NOON.plusMillis(1)).reserved("acme", ACME).signedUp(ANNA, ACME);
        story.when(EXPIRE);
        assertThat(story.isReserved("acme")).isTrue();
        assertThat(story.hasSignedUp(ANNA)).isTrue();
    }

    @Test
    void letsThePersonSignUpAgain() {
        var story = unconfirmed(NOON).signedUp(ANNA, ACME);
        story.when(EXPIRE);
        assertThat(story.hasSignedUp(ANNA)).isFalse();
    }

    @Test
    void keepsTheSignUpOfAPersonWhoOpenedThisAccountByHand() {
        var openedByHand = new CustomerOpened(
                ACME,
                CustomerKind.CUSTOMER,
                ACME_IDENTIFIER.value(),
                "ACME",
                ANNA.personId(),
                false,
                NOON,
                LINK.hash());
        var story = nothing()
                .happened(NOON.minus(WEEK), openedByHand, joined(ANNA, ADMIN))
                .signedUp(ANNA, ACME);
        story.when(EXPIRE).then(EXPIRED);
        assertThat(story.hasSignedUp(ANNA)).isTrue();
    }
}
