package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.ResendConfirmation;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsClosed;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsExpired;
import io.customeraccounts.domain.customer.CustomerRefusal.ResendLimit;
import io.customeraccounts.domain.events.CustomerEvent.*;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResendConfirmationTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final ResendConfirmation RESEND = new ResendConfirmation(ACME, ANNA.actor(), NEW_LINK.hash());
    private static final ConfirmationResent RESENT = new ConfirmationResent(ACME, NEW_LINK.hash());

    @Test
    void sendsAnotherMailWithANewSecret() {
        unconfirmed(TOMORROW).when(RESEND).then(RESENT);
    }

    @Test
    void waitsAMinuteAfterTheFirstMail() {
        openedAtNoon().at(NOON.plusMillis(59_999)).when(RESEND).refused(new ResendLimit(NOON.plusSeconds(60)));
        openedAtNoon().at(NOON.plusSeconds(60)).when(RESEND).then(RESENT);
    }

    @Test
    void waitsAMinuteAfterEveryFurtherMail() {
        var later = NOON.plusSeconds(90);
        openedAtNoon()
                .happened(later, RESENT)
                .at(later.plusMillis(59_999))
                .when(RESEND)
                .refused(new ResendLimit(later.plusSeconds(60)));
        openedAtNoon()
                .happened(later, RESENT)
                .at(later.plusSeconds(60))
                .when(RESEND)
                .then(RESENT);
    }

    @Test
    void sendsFiveFurtherMailsInAnyTwentyFourHours() {
        resent(4).at(NOON.plus(Duration.ofHours(1))).when(RESEND).then(RESENT);
        var possibleAt = NOON.plus(Duration.ofMinutes(1)).plus(Duration.ofHours(24));
        resent(5).at(NOON.plus(Duration.ofHours(1))).when(RESEND).refused(new ResendLimit(possibleAt));
        resent(5).at(possibleAt.minusMillis(1)).when(RESEND).refused(new ResendLimit(possibleAt));
        resent(5).at(possibleAt).when(RESEND).then(RESENT);
    }

    @Test
    void doesNothingOnceConfirmed() {
        unconfirmed(TOMORROW).happened(new CustomerConfirmed(ACME)).when(RESEND).nothingHappens();
        acme().when(RESEND).nothingHappens();
    }

    @Test
    void sendsUntilTheInstantBeforeTheTimeIsOver() {
        unconfirmed(TOMORROW).at(TOMORROW.minusMillis(1)).when(RESEND).then(RESENT);
        unconfirmed(TOMORROW).at(TOMORROW).when(RESEND).refused(new CustomerIsExpired(ACME));
    }

    @Test
    void refusesAnAccountThatIsGone() {
        unconfirmed(NOON)
                .happened(new CustomerExpired(ACME, ACME_IDENTIFIER.value(), ANNA.personId()))
                .when(RESEND)
                .refused(new CustomerIsExpired(ACME));
        acme().happened(new CustomerClosed(ACME)).when(RESEND).refused(new CustomerIsClosed(ACME));
    }

    private static CustomerStory openedAtNoon() {
        return nothing().happened(openedUnconfirmed(NOON.plus(Duration.ofDays(14))), joined(ANNA, ADMIN));
    }

    /** Opened at noon, and the mail sent again so many times, minute by minute. */
    private static CustomerStory resent(int times) {
        var story = openedAtNoon();
        for (int minute = 1; minute <= times; minute++) {
            story.happened(NOON.plus(Duration.ofMinutes(minute)), RESENT);
        }
        return story;
    }
}
