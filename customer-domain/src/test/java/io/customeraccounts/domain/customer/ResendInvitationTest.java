package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.ResendInvitation;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.InvitationState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResendInvitationTest {

    private static final Duration THREE_DAYS = Duration.ofDays(3);
    private static final ResendInvitation RESEND =
            new ResendInvitation(ACME, ANNA.actor(), BEN.invitationId(), NEW_LINK.hash());

    @Test
    void sendsANewSecretThatLivesAsLongAsTheFirst() {
        var later = NOON.plus(Duration.ofHours(1));
        invited().at(later).when(RESEND).then(resent(later));
    }

    @Test
    void livesAsLongAsTheFirstAlsoTheSecondTime() {
        var later = NOON.plus(Duration.ofHours(1));
        var evenLater = NOON.plus(Duration.ofHours(2));
        invited().happened(later, resent(later)).at(evenLater).when(RESEND).then(resent(evenLater));
    }

    @Test
    void waitsAMinuteAfterTheInvitation() {
        invited().when(RESEND).refused(new ResendLimit(NOON.plusSeconds(60)));
        invited().at(NOON.plusMillis(59_999)).when(RESEND).refused(new ResendLimit(NOON.plusSeconds(60)));
        invited().at(NOON.plusSeconds(60)).when(RESEND).then(resent(NOON.plusSeconds(60)));
    }

    @Test
    void waitsAMinuteAfterTheLastMail() {
        var first = NOON.plusSeconds(90);
        var possible = NOON.plusSeconds(150);
        invited()
                .happened(first, resent(first))
                .at(possible.minusMillis(1))
                .when(RESEND)
                .refused(new ResendLimit(possible));
        invited().happened(first, resent(first)).at(possible).when(RESEND).then(resent(possible));
    }

    @Test
    void sendsFiveFurtherMailsInAnyTwentyFourHours() {
        var evening = NOON.plus(Duration.ofHours(6));
        resent(4).at(evening).when(RESEND).then(resent(evening));
        var possible = NOON.plus(Duration.ofMinutes(1)).plus(Duration.ofHours(24));
        resent(5).at(evening).when(RESEND).refused(new ResendLimit(possible));
        resent(5).at(possible.minusMillis(1)).when(RESEND).refused(new ResendLimit(possible));
        resent(5).at(possible).when(RESEND).then(resent(possible));
    }

    @Test
    void countsEveryInvitationByItself() {
        resent(5)
                .happened(CustomerStory.invited(CLEO, NOON.plus(WEEK)))
                .at(NOON.plus(Duration.ofHours(6)))
                .when(new ResendInvitation(ACME, ANNA.actor(), CLEO.invitationId(), NEW_LINK.hash()))
                .succeeds();
    }

    @Test
    void sendsAgainWhatCouldNotBeDelivered() {
        var later = NOON.plusSeconds(60);
        invited()
                .happened(new InvitationUndelivered(ACME, BEN.invitationId()))
                .at(later)
                .when(RESEND)
                .then(resent(later));
    }

    @Test
    void sendsUntilTheInstantBeforeItExpires() {
        var expiry = NOON.plus(THREE_DAYS);
        invited().at(expiry.minusMillis(1)).when(RESEND).then(resent(expiry.minusMillis(1)));
        invited()
                .at(expiry)
                .when(RESEND)
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.EXPIRED, expiry));
    }

    @Test
    void neverRevivesAnInvitationThatEnded() {
        invited()
                .happened(cancelled(BEN, CancellationCause.BY_ADMIN))
                .at(NOON.plusSeconds(60))
                .when(RESEND)
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.CANCELLED, NOON));
        invited()
                .happened(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, EMPLOYEE))
                .at(NOON.plusSeconds(60))
                .when(RESEND)
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.ACCEPTED, NOON));
    }

    @Test
    void findsNoInvitationThatNeverWas() {
        acme().when(RESEND).refused(new InvitationNotFound());
    }

    private static CustomerStory invited() {
        return acme().happened(CustomerStory.invited(BEN, NOON.plus(THREE_DAYS)));
    }

    /** Invited at noon, and sent again so many times, minute by minute. */
    private static CustomerStory resent(int times) {
        var story = invited();
        for (int minute = 1; minute <= times; minute++) {
            var at = NOON.plus(Duration.ofMinutes(minute));
            story.happened(at, resent(at));
        }
        return story;
    }

    private static InvitationResent resent(Instant at) {
        return new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), at.plus(THREE_DAYS));
    }
}
