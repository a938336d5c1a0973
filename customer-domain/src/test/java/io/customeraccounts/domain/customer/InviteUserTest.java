package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InviteUserTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final CustomerEvent BEN_INVITED = invited(BEN, NOON.plus(WEEK));
    private static final CustomerEvent BEN_INVITED_AGAIN = invitedAgain(BEN, NOON.plus(WEEK));

    @Test
    void invitesAnEmployeeForAWeekUnlessToldOtherwise() {
        acme().when(invite(BEN)).then(BEN_INVITED);
    }

    @Test
    void invitesForTheLifetimeThatTheInstallationSets() {
        acme().with(new InvitationRules(Duration.ofHours(36), 50, 100))
                .when(invite(BEN))
                .then(invited(BEN, NOON.plus(Duration.ofHours(36))));
    }

    @Test
    void invitesForOneHourToThirtyDaysAsTheInviterWishes() {
        var hour = Duration.ofHours(1);
        var month = Duration.ofDays(30);
        acme().when(invite(BEN, EMPLOYEE, hour)).then(invited(BEN, NOON.plus(hour)));
        acme().when(invite(BEN, EMPLOYEE, month)).then(invited(BEN, NOON.plus(month)));
        acme().when(invite(BEN, EMPLOYEE, hour.minusMillis(1))).refused(new LifetimeOutOfRange(hour, month));
        acme().when(invite(BEN, EMPLOYEE, month.plusMillis(1))).refused(new LifetimeOutOfRange(hour, month));
        acme().when(invite(BEN, EMPLOYEE, hour.negated())).refused(new LifetimeOutOfRange(hour, month));
    }

    @Test
    void offersTheGroupThatTheInviterChooses() {
        acme().when(invite(BEN, ADMIN, null))
                .then(invited(BEN, BEN.invitationId(), ADMIN, ANNA.membershipId(), LINK, NOON.plus(WEEK)));
    }

    @Test
    void refusesAGroupOfTheOtherKindOfCustomerOrOfNone() {
        for (var name : new String[] {"PARTNER_ADMIN", "CONTROLLER", "customer_admin", "NOBODY", ""}) {
            acme().when(invite(BEN, new GroupName(name), null))
                    .refused(new GroupNotAvailable(new GroupName(name), CustomerKind.CUSTOMER));
        }
    }

    @Test
    void keepsTheAddressAsSpelledTheLanguageAndTheHashOfTheSecretOnly() {
        var key = KeyId.of(BEN.invitationId());
        acme().when(new InviteUser(
                        ACME,
                        ANNA.actor(),
                        BEN.invitationId(),
                        new FullName("Ben Beech"),
                        EmailAddress.parse("Ben@ACME.example"),
                        null,
                        null,
                        LINK.hash(),
                        Language.DE))
                .then(new UserInvited(
                        ACME,
                        BEN.invitationId(),
                        new Personal.Known(key, "Ben Beech"),
                        new Personal.Known(key, "Ben@ACME.example"),
                        EMPLOYEE,
                        ANNA.membershipId(),
                        LINK.hash(),
                        NOON.plus(WEEK),
                        Language.DE));
    }

    @Test
    void namesNoInviterWhenNoUserInvites() {
        for (var actor : new Actor[] {CLIENT, OPERATOR, PARTNER}) {
            acme().happened(managed())
                    .when(invite(actor, BEN, BEN.email(), EMPLOYEE, null))
                    .then(invited(BEN, BEN.invitationId(), EMPLOYEE, null, LINK, NOON.plus(WEEK)));
        }
    }

    // An address of a user

    @Test
    void refusesTheAddressOfAUserHoweverItIsSpelled() {
        acme().when(invite(ANNA)).refused(new AlreadyAUser(ANNA.membershipId()));
        acme().happened(joined(BEN, EMPLOYEE)).when(invite(BEN)).refused(new AlreadyAUser(BEN.membershipId()));
        acme().happened(joined(BEN, EMPLOYEE))
                .when(invite(ANNA.actor(), BEN, "BEN@Acme.EXAMPLE", null, null))
                .refused(new AlreadyAUser(BEN.membershipId()));
    }

    @Test
    void refusesAnotherAddressOfAUser() {
        acme().happened(joined(BEN, EMPLOYEE))
                .alsoReachableAt(BEN, "benjamin@home.example")
                .when(invite(ANNA.actor(), BEN, "benjamin@home.example", null, null))
                .refused(new AlreadyAUser(BEN.membershipId()));
    }

    @Test
    void takesAPlusAddressForAnotherAddress() {
        var key = KeyId.of(BEN.invitationId());
        acme().happened(joined(BEN, EMPLOYEE))
                .when(invite(ANNA.actor(), BEN, "ben+2@acme.example", null, null))
                .then(new UserInvited(
                        ACME,
                        BEN.invitationId(),
                        BEN.nameAs(key),
                        new Personal.Known(key, "ben+2@acme.example"),
                        EMPLOYEE,
                        ANNA.membershipId(),
                        LINK.hash(),
                        NOON.plus(WEEK),
                        Language.EN));
    }

    @Test
    void invitesWhoeverWasAUserOnce() {
        acme().happened(joined(BEN, EMPLOYEE), removed(BEN, RemovalCause.BY_ADMIN))
                .when(invite(BEN))
                .then(BEN_INVITED);
    }

    @Test
    void refusesAUserUntilTheInstantBeforeTheirEndDate() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, NOON.plusMillis(1)))
                .when(invite(BEN))
                .refused(new AlreadyAUser(BEN.membershipId()));
    }

    @Test
    void endsAMembershipAtItsEndDateBeforeThePersonIsInvitedAgain() {
        acme().happened(
                        NOON.minus(Duration.ofHours(1)),
                        joined(BEN, ADMIN),
                        endSet(BEN, NOON),
                        invited(CLEO, CLEO.invitationId(), EMPLOYEE, BEN.membershipId(), LINK, TOMORROW))
                .when(invite(BEN))
                .then(removed(BEN, RemovalCause.EXPIRED), cancelled(CLEO, CancellationCause.INVITER_LEFT), BEN_INVITED);
    }

    // A pending address

    @Test
    void refusesAPendingAddressHoweverItIsSpelledAndNamesTheInvitation() {
        acme().happened(invited(BEN, TOMORROW))
                .when(inviteAgain(BEN, BEN.email()))
                .refused(new InvitationPending(BEN.invitationId()));
        acme().happened(invited(BEN, TOMORROW))
                .when(inviteAgain(BEN, "BEN@acme.EXAMPLE"))
                .refused(new InvitationPending(BEN.invitationId()));
    }

    @Test
    void refusesAnAddressThatIsPendingForOneMoreInstant() {
        acme().happened(NOON.minus(WEEK), invited(BEN, NOON.plusMillis(1)))
                .when(inviteAgain(BEN, BEN.email()))
                .refused(new InvitationPending(BEN.invitationId()));
    }

    @Test
    void recordsTheEndOfAnExpiredInvitationBeforeTheNewOne() {
        acme().happened(NOON.minus(WEEK), invited(BEN, NOON))
                .when(inviteAgain(BEN, BEN.email()))
                .then(new InvitationExpired(ACME, BEN.invitationId()), BEN_INVITED_AGAIN);
    }

    @Test
    void invitesAgainOnceTheFormerInvitationHasEnded() {
        for (var end : new CustomerEvent[] {
            new InvitationDeclined(ACME, BEN.invitationId()),
            new InvitationExpired(ACME, BEN.invitationId()),
            cancelled(BEN, CancellationCause.BY_ADMIN)
        }) {
            acme().happened(invited(BEN, NOON.plus(WEEK)), end)
                    .when(inviteAgain(BEN, BEN.email()))
                    .then(BEN_INVITED_AGAIN);
        }
    }

    // Limits

    @Test
    void invitesUpToFiftyAtATime() {
        pending(49, TOMORROW).when(invite(BEN)).then(BEN_INVITED);
        pending(50, TOMORROW).when(invite(BEN)).refused(new InvitationLimit(50, false));
    }

    @Test
    void countsAnInvitationAsPendingUntilTheInstantItExpires() {
        pending(50, NOON.plusMillis(1)).when(invite(BEN)).refused(new InvitationLimit(50, false));
        pending(50, NOON).when(invite(BEN)).then(BEN_INVITED);
    }

    @Test
    void countsNoInvitationThatHasEnded() {
        pending(50, TOMORROW)
                .happened(cancelled(guest(7), CancellationCause.BY_ADMIN))
                .when(invite(BEN))
                .then(BEN_INVITED);
        pending(50, TOMORROW)
                .happened(
                        new InvitationAccepted(
                                ACME, guest(7).invitationId(), guest(7).membershipId(), guest(7).personId()),
                        joined(guest(7), EMPLOYEE))
                .when(invite(BEN))
                .then(BEN_INVITED);
    }

    @Test
    void saysThatThePersonIsPendingRatherThanThatTheLimitIsReached() {
        pending(50, TOMORROW)
                .when(inviteAgain(guest(7), guest(7).email()))
                .refused(new InvitationPending(guest(7).invitationId()));
    }

    @Test
    void keepsToTheLimitsThatTheInstallationSets() {
        pending(2, TOMORROW)
                .with(new InvitationRules(WEEK, 2, 100))
                .when(invite(BEN))
                .refused(new InvitationLimit(2, false));
        pending(2, TOMORROW)
                .with(new InvitationRules(WEEK, 50, 2))
                .when(invite(BEN))
                .refused(new InvitationLimit(2, true));
    }

    @Test
    void invitesAHundredInAnyTwentyFourHoursAlsoWhenTheyAreCancelled() {
        sentAndCancelled(99)
                .at(NOON.plus(Duration.ofHours(1)))
                .when(invite(BEN))
                .succeeds();
        sentAndCancelled(100)
                .at(NOON.plus(Duration.ofHours(1)))
                .when(invite(BEN))
                .refused(new InvitationLimit(100, true));
    }

    @Test
    void forgetsAnInvitationTwentyFourHoursAfterItWasSent() {
        sentAndCancelled(100).at(TOMORROW.minusMillis(1)).when(invite(BEN)).refused(new InvitationLimit(100, true));
        sentAndCancelled(100).at(TOMORROW).when(invite(BEN)).succeeds();
    }

    @Test
    void doesNotCountTheLimitOfADayByTheCalendar() {
        var story = acme();
        var beforeMidnight = Instant.parse("2026-03-02T23:59:00Z");
        for (int i = 0; i < 100; i++) {
            story.happened(
                    beforeMidnight,
                    invited(guest(i), beforeMidnight.plus(WEEK)),
                    cancelled(guest(i), CancellationCause.BY_ADMIN));
        }
        story.at(Instant.parse("2026-03-03T00:01:00Z")).when(invite(BEN)).refused(new InvitationLimit(100, true));
    }

    @Test
    void warnsOnceWhenFourFifthsOfTheLimitArePending() {
        pending(38, TOMORROW).when(invite(BEN)).then(BEN_INVITED);
        pending(39, TOMORROW).when(invite(BEN)).then(BEN_INVITED, new InvitationLimitNeared(ACME, 40, 50));
        pending(40, TOMORROW).when(invite(BEN)).then(BEN_INVITED);
    }

    private static FirmPerson guest(int number) {
        return new FirmPerson("90e%03d".formatted(number), "Guest " + number, "guest" + number + "@elsewhere.example");
    }

    /** So many guests were invited an hour ago. */
    private static CustomerStory pending(int guests, Instant expiresAt) {
        return acme().happened(
                        NOON.minus(Duration.ofHours(1)),
                        IntStream.range(0, guests)
                                .mapToObj(number -> invited(guest(number), expiresAt))
                                .toArray(CustomerEvent[]::new));
    }

    /** So many guests were invited at noon, and the invitations cancelled at once. */
    private static CustomerStory sentAndCancelled(int guests) {
        var story = acme();
        for (int number = 0; number < guests; number++) {
            story.happened(
                    invited(guest(number), NOON.plus(WEEK)), cancelled(guest(number), CancellationCause.BY_ADMIN));
        }
        return story;
    }

    private static CustomerEvent invitedAgain(FirmPerson person, Instant expiresAt) {
        return invited(person, person.secondInvitationId(), EMPLOYEE, ANNA.membershipId(), NEW_LINK, expiresAt);
    }

    private static InviteUser invite(FirmPerson person) {
        return invite(person, null, null);
    }

    private static InviteUser invite(FirmPerson person, @Nullable GroupName group, @Nullable Duration lifetime) {
        return invite(ANNA.actor(), person, person.email(), group, lifetime);
    }

    private static InviteUser invite(
            Actor actor, FirmPerson person, String email, @Nullable GroupName group, @Nullable Duration lifetime) {
        return new InviteUser(
                ACME,
                actor,
                person.invitationId(),
                new FullName(person.name()),
                EmailAddress.parse(email),
                group,
                lifetime,
                LINK.hash(),
                Language.EN);
    }

    private static InviteUser inviteAgain(FirmPerson person, String email) {
        return new InviteUser(
                ACME,
                ANNA.actor(),
                person.secondInvitationId(),
                new FullName(person.name()),
                EmailAddress.parse(email),
                null,
                null,
                NEW_LINK.hash(),
                Language.EN);
    }
}
