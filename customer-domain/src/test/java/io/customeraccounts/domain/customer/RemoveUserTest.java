package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.RemoveUser;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoveUserTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final CustomerEvent BEN_REMOVED = removed(BEN, RemovalCause.BY_ADMIN);

    @Test
    void refusesWhenOtherThanPreviewedWouldComeOfIt() {
        var seen = Preview.NOTHING.version();
        var other = new Preview(
                List.of(),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                List.of(new Preview.Mail(Preview.Sort.USER_REMOVED, BEN.membershipId())));
        var command = new RemoveUser(ACME, ANNA.actor(), BEN.membershipId(), false, null, seen);
        acme().happened(joined(BEN, EMPLOYEE)).when(command).then(removed(BEN, RemovalCause.BY_ADMIN));
        acme().happened(joined(BEN, EMPLOYEE))
                .previewed(other)
                .when(command)
                .refused(new VersionMismatch(other.version()));
    }

    @Test
    void endsTheMembership() {
        acme().happened(joined(BEN, EMPLOYEE)).when(remove(BEN)).then(BEN_REMOVED);
    }

    @Test
    void letsAnAdminRemoveThemselvesWhenThereIsAnother() {
        acme().happened(joined(BEN, ADMIN)).when(remove(ANNA)).then(removed(ANNA, RemovalCause.BY_ADMIN));
    }

    @Test
    void findsNobodyTheSecondTime() {
        acme().happened(joined(BEN, EMPLOYEE), BEN_REMOVED).when(remove(BEN)).refused(new UserNotFound());
    }

    @Test
    void findsNobodyWhoIsNoUser() {
        acme().when(remove(BEN)).refused(new UserNotFound());
        acme().happened(invited(BEN, TOMORROW)).when(remove(BEN)).refused(new UserNotFound());
    }

    @Test
    void findsNobodyWhoseEndHasPassed() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(remove(BEN))
                .then(BEN_REMOVED);
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW)
                .when(remove(BEN))
                .refused(new UserNotFound());
    }

    @Test
    void endsTheNewMembershipAndNotTheFormerOneOfWhoeverCameBack() {
        var back = joined(BEN, BEN.secondMembershipId(), EMPLOYEE, BEN.invitationId(), BEN.membershipId());
        acme().happened(joined(BEN, EMPLOYEE), BEN_REMOVED, back)
                .when(remove(BEN))
                .refused(new UserNotFound());
        acme().happened(joined(BEN, EMPLOYEE), BEN_REMOVED, back)
                .when(remove(ANNA.actor(), BEN.secondMembershipId(), false, null))
                .then(new UserRemoved(ACME, BEN.secondMembershipId(), BEN.personId(), RemovalCause.BY_ADMIN, false));
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        acme().happened(joined(BEN, EMPLOYEE))
                .when(remove(ANNA.actor(), BEN.membershipId(), false, 2L))
                .then(BEN_REMOVED);
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .when(remove(ANNA.actor(), BEN.membershipId(), false, 2L))
                .refused(new VersionMismatch(3));
    }

    // Invitations

    @Test
    void cancelsWhatTheRemovedUserHasSentAndIsStillPending() {
        benTheInviter().when(remove(BEN)).then(BEN_REMOVED, cancelled(CLEO, CancellationCause.INVITER_LEFT));
    }

    @Test
    void keepsTheseInvitationsIfTheAdminWishes() {
        benTheInviter()
                .when(remove(ANNA.actor(), BEN.membershipId(), true, null))
                .then(BEN_REMOVED);
    }

    @Test
    void leavesAnExpiredInvitationToExpire() {
        benTheInviter().at(TOMORROW).when(remove(BEN)).then(BEN_REMOVED);
        benTheInviter()
                .at(TOMORROW.minusMillis(1))
                .when(remove(BEN))
                .then(BEN_REMOVED, cancelled(CLEO, CancellationCause.INVITER_LEFT));
    }

    @Test
    void cancelsInvitationsToAnyAddressOfTheRemovedPerson() {
        benInvitedAtHome().when(remove(BEN)).then(BEN_REMOVED, cancelled(BEN, CancellationCause.INVITEE_REMOVED));
    }

    @Test
    void cancelsInvitationsToTheRemovedPersonAlsoIfTheAdminKeepsTheOthers() {
        benInvitedAtHome()
                .when(remove(ANNA.actor(), BEN.membershipId(), true, null))
                .then(BEN_REMOVED, cancelled(BEN, CancellationCause.INVITEE_REMOVED));
    }

    @Test
    void cancelsOnceWhatTheRemovedPersonHasSentToThemselves() {
        acme().happened(
                        joined(BEN, ADMIN),
                        invited(
                                new FirmPerson(BEN.tag(), BEN.name(), "benjamin@home.example"),
                                BEN.invitationId(),
                                ADMIN,
                                BEN.membershipId(),
                                LINK,
                                TOMORROW))
                .alsoReachableAt(BEN, "benjamin@home.example")
                .when(remove(BEN))
                .then(BEN_REMOVED, cancelled(BEN, CancellationCause.INVITEE_REMOVED));
    }

    // The last admin

    @Test
    void keepsTheLastAdmin() {
        acme().happened(joined(BEN, EMPLOYEE)).when(remove(ANNA)).refused(new LastAdmin(List.of(BEN.membershipId())));
        acme().when(remove(CLIENT, ANNA.membershipId(), false, null)).refused(new LastAdmin(List.of()));
    }

    @Test
    void countsAnotherAdminUntilTheInstantBeforeTheirEndDate() {
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(remove(ANNA))
                .then(removed(ANNA, RemovalCause.BY_ADMIN));
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW))
                .at(TOMORROW)
                .when(remove(ANNA))
                .refused(new LastAdmin(List.of()));
    }

    @Test
    void countsNobodyWhoIsInvitedAsAdmin() {
        acme().happened(invited(BEN, BEN.invitationId(), ADMIN, ANNA.membershipId(), LINK, TOMORROW))
                .when(remove(ANNA))
                .refused(new LastAdmin(List.of()));
    }

    @Test
    void letsOnlyOneOfTwoAdminsRemoveTheOther() {
        acme().happened(joined(BEN, ADMIN), removed(ANNA, RemovalCause.BY_ADMIN))
                .when(remove(BEN))
                .refused(new NotPermitted(Permission.MANAGE_USERS));
    }

    @Test
    void letsAnOperatorAndAPartnerRemoveTheLastAdminAndSaysSo() {
        for (var actor : new Actor[] {OPERATOR, PARTNER}) {
            acme().happened(managed(), joined(BEN, EMPLOYEE))
                    .when(remove(actor, ANNA.membershipId(), false, null))
                    .then(new UserRemoved(ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.BY_ADMIN, true));
            acme().happened(managed(), joined(BEN, ADMIN))
                    .when(remove(actor, ANNA.membershipId(), false, null))
                    .then(removed(ANNA, RemovalCause.BY_ADMIN));
        }
    }

    /** Ben has invited Cleo until tomorrow; what he sent to Dora has ended, and Anna has invited somebody too. */
    private static CustomerStory benTheInviter() {
        return acme().happened(
                        joined(BEN, ADMIN),
                        invited(CLEO, CLEO.invitationId(), EMPLOYEE, BEN.membershipId(), LINK, TOMORROW),
                        invited(DORA, DORA.invitationId(), EMPLOYEE, BEN.membershipId(), LINK, TOMORROW),
                        new InvitationDeclined(ACME, DORA.invitationId()),
                        invited(DORA, DORA.secondInvitationId(), EMPLOYEE, ANNA.membershipId(), LINK, TOMORROW));
    }

    /** Ben is a user, and another address that turned out to be his is still invited. */
    private static CustomerStory benInvitedAtHome() {
        return acme().happened(
                        invited(new FirmPerson(BEN.tag(), BEN.name(), "benjamin@home.example"), TOMORROW),
                        joined(BEN, EMPLOYEE),
                        invited(CLEO, TOMORROW))
                .alsoReachableAt(BEN, "benjamin@home.example");
    }

    private static RemoveUser remove(FirmPerson person) {
        return remove(ANNA.actor(), person.membershipId(), false, null);
    }

    private static RemoveUser remove(
            Actor actor, MembershipId membership, boolean keepInvitations, @Nullable Long expectedVersion) {
        return new RemoveUser(ACME, actor, membership, keepInvitations, expectedVersion);
    }
}
