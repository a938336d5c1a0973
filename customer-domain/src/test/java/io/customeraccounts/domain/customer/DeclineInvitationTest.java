package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.DeclineInvitation;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeclineInvitationTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final InvitationDeclined DECLINED = new InvitationDeclined(ACME, BEN.invitationId());

    @Test
    void takesTheLinkAsProofOfTheMailboxFromWhoeverIsNotSignedIn() {
        invited().when(decline(null, LINK)).then(DECLINED);
    }

    @Test
    void takesTheLinkAsProofOfTheMailboxFromWhoeverIsSignedIn() {
        invited().when(decline(BEN.unverified(), LINK)).then(DECLINED);
        invited().when(decline(DORA.profile(), LINK)).then(DECLINED);
    }

    @Test
    void takesAVerifiedAddressInsteadOfTheLink() {
        invited().when(decline(BEN.profile(), null)).then(DECLINED);
    }

    @Test
    void refusesAnUnverifiedAddressWithoutTheLink() {
        invited().when(decline(BEN.unverified(), null)).refused(new EmailNotVerified());
    }

    @Test
    void revealsNothingToAnybodyElse() {
        invited().when(decline(DORA.profile(), null)).refused(new InvitationNotFound());
        invited().when(decline(null, null)).refused(new InvitationNotFound());
    }

    @Test
    void findsNothingByAnotherSecretAlsoForTheInvitedPerson() {
        invited().when(decline(BEN.profile(), new Secret("a guess"))).refused(new InvitationNotFound());
        invited()
                .happened(new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), TOMORROW))
                .when(decline(null, LINK))
                .refused(new InvitationNotFound());
    }

    @Test
    void declinesUntilTheInstantBeforeItExpires() {
        invited().at(TOMORROW.minusMillis(1)).when(decline(null, LINK)).then(DECLINED);
        invited()
                .at(TOMORROW)
                .when(decline(null, LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.EXPIRED, TOMORROW));
    }

    @Test
    void saysWhatHasBecomeOfAnInvitationThatEnded() {
        invited()
                .happened(DECLINED)
                .when(decline(null, LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.DECLINED, NOON));
        invited()
                .happened(cancelled(BEN, CancellationCause.INVITER_LEFT))
                .when(decline(null, LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.CANCELLED, NOON));
        invited()
                .happened(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, EMPLOYEE))
                .when(decline(BEN.profile(), LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.ACCEPTED, NOON));
    }

    @Test
    void revealsTheEndOfAnInvitationToNobodyWithAnotherSecret() {
        invited().happened(DECLINED).when(decline(null, new Secret("a guess"))).refused(new InvitationNotFound());
    }

    @Test
    void findsNoInvitationWhoseAddressWasErased() {
        invited()
                .erased(KeyId.of(BEN.invitationId()))
                .when(decline(BEN.profile(), LINK))
                .refused(new InvitationNotFound());
    }

    @Test
    void findsNoInvitationThatNeverWas() {
        acme().when(decline(BEN.profile(), null)).refused(new InvitationNotFound());
    }

    private static CustomerStory invited() {
        return acme().happened(CustomerStory.invited(BEN, TOMORROW));
    }

    private static DeclineInvitation decline(@Nullable PersonProfile person, @Nullable Secret link) {
        var actor = person == null ? new Actor.Invitee(BEN.invitationId()) : new Actor.Person(person.personId());
        return new DeclineInvitation(ACME, actor, BEN.invitationId(), person, link);
    }
}
