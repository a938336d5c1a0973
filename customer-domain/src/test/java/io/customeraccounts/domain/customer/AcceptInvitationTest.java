package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;
import static io.customeraccounts.domain.events.CustomerEvent.RemovalCause.EXPIRED;

import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcceptInvitationTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));

    @Test
    void makesTheInvitedPersonAUserInTheOfferedGroup() {
        acme().happened(invited(BEN, BEN.invitationId(), ADMIN, ANNA.membershipId(), LINK, TOMORROW))
                .when(accept(BEN, BEN.profile(), LINK))
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), ADMIN, BEN.invitationId(), null))
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void takesTheLinkAsProofOfAnUnverifiedAddress() {
        acme().happened(invited(BEN, TOMORROW))
                .when(accept(BEN, BEN.unverified(), LINK))
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void takesAVerifiedAddressInsteadOfTheLink() {
        acme().happened(invited(BEN, TOMORROW))
                .when(accept(BEN, BEN.profile(), null))
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void refusesAnUnverifiedAddressWithoutTheLink() {
        acme().happened(invited(BEN, TOMORROW))
                .when(accept(BEN, BEN.unverified(), null))
                .refused(new EmailNotVerified());
    }

    @Test
    void revealsNothingToAnotherPersonWithoutTheLink() {
        acme().happened(invited(BEN, TOMORROW))
                .when(accept(DORA, BEN, DORA.profile(), null))
                .refused(new InvitationNotFound());
    }

    @Test
    void recordsThatTheLinkWasTriedByAnotherAddressAndStaysPending() {
        acme().happened(invited(BEN, TOMORROW))
                .when(accept(DORA, BEN, DORA.profile(), LINK))
                .then(new AcceptanceRefused(ACME, BEN.invitationId(), DORA.personId()))
                .answers(new Acceptance.EmailMismatch(BEN.invitationId()));
        acme().happened(invited(BEN, TOMORROW), new AcceptanceRefused(ACME, BEN.invitationId(), DORA.personId()))
                .when(accept(BEN, BEN.profile(), LINK))
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void recordsTheSamePersonsAttemptOnlyOnce() {
        acme().happened(invited(BEN, TOMORROW), new AcceptanceRefused(ACME, BEN.invitationId(), DORA.personId()))
                .when(accept(DORA, BEN, DORA.profile(), LINK))
                .nothingHappens()
                .answers(new Acceptance.EmailMismatch(BEN.invitationId()));
    }

    @Test
    void acceptsUntilTheInstantBeforeItExpires() {
        acme().happened(invited(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(accept(BEN, BEN.profile(), LINK))
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void refusesAnInvitationAtTheVeryInstantItExpires() {
        acme().happened(invited(BEN, TOMORROW))
                .at(TOMORROW)
                .when(accept(BEN, BEN.profile(), LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.EXPIRED, TOMORROW));
    }

    @Test
    void answersTheSamePersonTheSecondTimeAsTheFirst() {
        acme().happened(
                        invited(BEN, TOMORROW),
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), EMPLOYEE, BEN.invitationId(), null))
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.invitationId(), BEN.secondMembershipId(), BEN.profile(), LINK))
                .nothingHappens()
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void tellsASecondPersonThatItHasBeenAccepted() {
        acme().happened(
                        invited(BEN, TOMORROW),
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), EMPLOYEE, BEN.invitationId(), null))
                .when(accept(DORA, BEN, DORA.profile(), LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.ACCEPTED, NOON));
    }

    @Test
    void givesNothingBackToAPersonRemovedSince() {
        acme().happened(
                        invited(BEN, TOMORROW),
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), EMPLOYEE, BEN.invitationId(), null),
                        removed(BEN, RemovalCause.BY_ADMIN))
                .when(accept(BEN, BEN.profile(), LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.ACCEPTED, NOON));
    }

    @Test
    void knowsOnlyTheLinkOfTheLastMail() {
        var resent = new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), TOMORROW);
        acme().happened(invited(BEN, TOMORROW), resent)
                .when(accept(BEN, BEN.profile(), LINK))
                .refused(new InvitationNotFound());
        acme().happened(invited(BEN, TOMORROW), resent)
                .when(accept(BEN, BEN.profile(), NEW_LINK))
                .answers(new Acceptance.Accepted(BEN.membershipId()));
    }

    @Test
    void tellsTheLoserOfARaceThatTheInvitationWasCancelled() {
        acme().happened(
                        invited(BEN, TOMORROW),
                        new InvitationCancelled(ACME, BEN.invitationId(), CancellationCause.BY_ADMIN))
                .when(accept(BEN, BEN.profile(), LINK))
                .refused(new InvitationEnded(BEN.invitationId(), InvitationState.CANCELLED, NOON));
    }

    @Test
    void refusesAPersonWhoIsAUserByAnotherAddress() {
        acme().happened(joined(CLEO, EMPLOYEE), invited(BEN, TOMORROW))
                .when(accept(
                        CLEO,
                        BEN,
                        new PersonProfile(
                                CLEO.personId(),
                                CLEO.profile().fullName(),
                                BEN.profile().verified(),
                                CLEO.profile().verified(),
                                CLEO.profile().language()),
                        LINK))
                .refused(new AlreadyAUser(CLEO.membershipId()));
    }

    @Test
    void givesAReturningPersonANewMembershipLinkedToTheFormerOne() {
        acme().happened(joined(BEN, EMPLOYEE), removed(BEN, RemovalCause.BY_ADMIN), invited(BEN, TOMORROW))
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.invitationId(), BEN.secondMembershipId(), BEN.profile(), LINK))
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.secondMembershipId(), BEN.personId()),
                        joined(BEN, BEN.secondMembershipId(), EMPLOYEE, BEN.invitationId(), BEN.membershipId()));
    }

    @Test
    void endsAMembershipWhoseEndHasPassedBeforeANewOneBegins() {
        acme().happened(
                        joined(BEN, EMPLOYEE),
                        new MembershipEndSet(ACME, BEN.membershipId(), NOON.plusSeconds(60)),
                        invited(BEN, TOMORROW))
                .at(NOON.plusSeconds(60))
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.invitationId(), BEN.secondMembershipId(), BEN.profile(), LINK))
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.secondMembershipId(), BEN.personId()),
                        removed(BEN, EXPIRED),
                        joined(BEN, BEN.secondMembershipId(), EMPLOYEE, BEN.invitationId(), BEN.membershipId()));
    }

    @Test
    void cancelsWhatWasSentByTheMembershipWhoseEndHasPassed() {
        acme().happened(
                        joined(BEN, ADMIN),
                        endSet(BEN, NOON.plusSeconds(60)),
                        invited(CLEO, CLEO.invitationId(), EMPLOYEE, BEN.membershipId(), LINK, TOMORROW),
                        invited(BEN, TOMORROW))
                .at(NOON.plusSeconds(60))
                .when(new AcceptInvitation(
                        ACME, BEN.actor(), BEN.invitationId(), BEN.secondMembershipId(), BEN.profile(), LINK))
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.secondMembershipId(), BEN.personId()),
                        removed(BEN, EXPIRED),
                        cancelled(CLEO, CancellationCause.INVITER_LEFT),
                        joined(BEN, BEN.secondMembershipId(), EMPLOYEE, BEN.invitationId(), BEN.membershipId()));
    }

    @Test
    void endsWithItsInviterAlsoBeforeThatIsRecorded() {
        var end = NOON.plusSeconds(60);
        var story = acme().happened(
                        joined(BEN, ADMIN),
                        endSet(BEN, end),
                        invited(CLEO, CLEO.invitationId(), ADMIN, BEN.membershipId(), LINK, TOMORROW));
        story.at(end.minusMillis(1))
                .when(accept(CLEO, CLEO.profile(), LINK))
                .answers(new Acceptance.Accepted(CLEO.membershipId()));
        story.at(end)
                .when(accept(CLEO, CLEO.profile(), LINK))
                .refused(new InvitationEnded(CLEO.invitationId(), InvitationState.CANCELLED, end));
    }

    @Test
    void keepsWhatAnAdminKeptWhenTheInviterWasRemoved() {
        acme().happened(
                        joined(BEN, ADMIN),
                        invited(CLEO, CLEO.invitationId(), EMPLOYEE, BEN.membershipId(), LINK, TOMORROW),
                        removed(BEN, RemovalCause.BY_ADMIN))
                .when(accept(CLEO, CLEO.profile(), LINK))
                .answers(new Acceptance.Accepted(CLEO.membershipId()));
    }

    @Test
    void letsNobodyAcceptForAnotherPerson() {
        for (var actor : new Actor[] {CLEO.actor(), CLIENT, OPERATOR, new Actor.Invitee(BEN.invitationId())}) {
            acme().happened(invited(BEN, TOMORROW))
                    .when(new AcceptInvitation(
                            ACME, actor, BEN.invitationId(), BEN.membershipId(), BEN.profile(), LINK))
                    .isMisuse();
        }
    }

    @Test
    void findsNothingByAnotherSecretAlsoForTheInvitedPerson() {
        acme().happened(invited(BEN, TOMORROW))
                .when(accept(BEN, BEN.profile(), new Secret("a guess")))
                .refused(new InvitationNotFound());
        acme().when(accept(BEN, BEN.profile(), LINK)).refused(new InvitationNotFound());
        acme().when(accept(BEN, BEN.profile(), null)).refused(new InvitationNotFound());
    }

    @Test
    void matchesTheAddressHoweverItIsSpelledAndKeepsTheInvitedSpelling() {
        var spelled = new UserInvited(
                ACME,
                BEN.invitationId(),
                BEN.nameAs(KeyId.of(BEN.invitationId())),
                new Personal.Known(KeyId.of(BEN.invitationId()), "Ben@ACME.example"),
                EMPLOYEE,
                ANNA.membershipId(),
                LINK.hash(),
                TOMORROW,
                Language.EN);
        acme().happened(spelled)
                .when(accept(BEN, BEN.profile(), null))
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        new UserJoined(
                                ACME,
                                BEN.membershipId(),
                                BEN.personId(),
                                BEN.nameAs(KeyId.of(BEN.personId())),
                                new Personal.Known(KeyId.of(BEN.personId()), "Ben@ACME.example"),
                                EMPLOYEE,
                                Language.EN,
                                BEN.invitationId(),
                                null));
    }

    @Test
    void findsNoInvitationWhoseAddressWasErased() {
        acme().happened(invited(BEN, TOMORROW))
                .erased(KeyId.of(BEN.invitationId()))
                .when(accept(BEN, BEN.profile(), LINK))
                .refused(new InvitationNotFound());
    }

    private static AcceptInvitation accept(FirmPerson person, PersonProfile profile, @Nullable Secret link) {
        return accept(person, person, profile, link);
    }

    private static AcceptInvitation accept(
            FirmPerson person, FirmPerson invited, PersonProfile profile, @Nullable Secret link) {
        return new AcceptInvitation(ACME, person.actor(), invited.invitationId(), person.membershipId(), profile, link);
    }
}
