package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.CancelInvitation;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationEnded;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationNotFound;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.InvitationState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CancelInvitationTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final CancelInvitation CANCEL = new CancelInvitation(ACME, ANNA.actor(), BEN.invitationId());

    @Test
    void cancelsAPendingInvitationWhoeverSentIt() {
        acme().happened(invited(BEN, TOMORROW), invited(CLEO, TOMORROW))
                .when(CANCEL)
                .then(cancelled(BEN, CancellationCause.BY_ADMIN));
        acme().happened(invited(BEN, BEN.invitationId(), ADMIN, null, LINK, TOMORROW))
                .when(CANCEL)
                .then(cancelled(BEN, CancellationCause.BY_ADMIN));
    }

    @Test
    void cancelsUntilTheInstantBeforeItExpires() {
        acme().happened(invited(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(CANCEL)
                .then(cancelled(BEN, CancellationCause.BY_ADMIN));
        acme().happened(invited(BEN, TOMORROW))
                .at(TOMORROW)
                .when(CANCEL)
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.EXPIRED, TOMORROW));
    }

    @Test
    void tellsTheLoserOfARaceThatTheInvitationWasAccepted() {
        acme().happened(
                        invited(BEN, TOMORROW),
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, EMPLOYEE))
                .at(NOON.plusSeconds(1))
                .when(CANCEL)
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.ACCEPTED, NOON));
    }

    @Test
    void cancelsOnlyOnce() {
        acme().happened(invited(BEN, TOMORROW), cancelled(BEN, CancellationCause.BY_ADMIN))
                .when(CANCEL)
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.CANCELLED, NOON));
    }

    @Test
    void tellsWhenAnInvitationExpiredAndNotWhenThatWasRecorded() {
        acme().happened(invited(BEN, TOMORROW))
                .happened(TOMORROW.plusSeconds(30), new InvitationExpired(ACME, BEN.invitationId()))
                .at(TOMORROW.plusSeconds(60))
                .when(CANCEL)
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.EXPIRED, TOMORROW));
    }

    @Test
    void findsNoInvitationThatNeverWas() {
        acme().when(CANCEL).refused(new InvitationNotFound());
    }
}
