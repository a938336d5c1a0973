package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.ChangeGroup;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeGroupTest {

    private static final Instant SOON = NOON.plusSeconds(60);
    private static final GroupChanged BEN_PROMOTED = new GroupChanged(ACME, BEN.membershipId(), EMPLOYEE, ADMIN, false);

    @Test
    void refusesWhenOtherThanPreviewedWouldComeOfIt() {
        var seen = Preview.NOTHING.version();
        var other = new Preview(List.of(), List.of(), Set.of(Permission.EDIT_CUSTOMER), Set.of(), List.of(), List.of());
        var command = new ChangeGroup(ACME, ANNA.actor(), BEN.membershipId(), ADMIN, null, seen);
        acme().happened(joined(BEN, EMPLOYEE))
                .when(command)
                .then(new GroupChanged(ACME, BEN.membershipId(), EMPLOYEE, ADMIN, false));
        acme().happened(joined(BEN, EMPLOYEE))
                .previewed(other)
                .when(command)
                .refused(new VersionMismatch(other.version()));
    }

    @Test
    void promotesAndDemotes() {
        acme().happened(joined(BEN, EMPLOYEE)).when(change(BEN, ADMIN)).then(BEN_PROMOTED);
        acme().happened(joined(BEN, ADMIN)).when(change(BEN, EMPLOYEE)).then(demoted(BEN));
    }

    @Test
    void letsAnAdminDemoteThemselvesWhenThereIsAnother() {
        acme().happened(joined(BEN, ADMIN)).when(change(ANNA, EMPLOYEE)).then(demoted(ANNA));
    }

    @Test
    void doesNothingWhenTheGroupIsTheSame() {
        acme().happened(joined(BEN, EMPLOYEE)).when(change(BEN, EMPLOYEE)).nothingHappens();
        acme().happened(joined(BEN, EMPLOYEE), BEN_PROMOTED)
                .when(change(BEN, ADMIN))
                .nothingHappens();
        acme().when(change(ANNA, ADMIN)).nothingHappens();
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        acme().happened(joined(BEN, EMPLOYEE)).when(change(BEN, ADMIN, 2L)).then(BEN_PROMOTED);
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, SOON))
                .when(change(BEN, ADMIN, 2L))
                .refused(new VersionMismatch(3));
        acme().happened(joined(BEN, EMPLOYEE), BEN_PROMOTED)
                .when(change(BEN, EMPLOYEE, 2L))
                .refused(new VersionMismatch(3));
    }

    @Test
    void refusesAStaleChangeAlsoToTheSameGroup() {
        acme().happened(joined(BEN, EMPLOYEE), BEN_PROMOTED)
                .when(change(BEN, ADMIN, 2L))
                .refused(new VersionMismatch(3));
    }

    @Test
    void doesNotMindThatOtherUsersHaveChanged() {
        acme().happened(joined(BEN, EMPLOYEE), joined(CLEO, ADMIN), demoted(CLEO))
                .when(change(BEN, ADMIN, 2L))
                .then(BEN_PROMOTED);
    }

    @Test
    void refusesAGroupOfTheOtherKindOfCustomerOrOfNone() {
        for (var name : List.of("PARTNER_EMPLOYEE", "ONBOARDING_SUPPORT", "Customer_Admin", "")) {
            acme().happened(joined(BEN, EMPLOYEE))
                    .when(change(BEN, new GroupName(name)))
                    .refused(new GroupNotAvailable(new GroupName(name), CustomerKind.CUSTOMER));
        }
    }

    @Test
    void knowsTheGroupsOfAPartner() {
        var partnerAdmin = new GroupName("PARTNER_ADMIN");
        var controller = new GroupName("CONTROLLER");
        partner()
                .happened(joined(ANNA, partnerAdmin), joined(BEN, partnerAdmin))
                .when(change(BEN, controller))
                .then(new GroupChanged(ACME, BEN.membershipId(), partnerAdmin, controller, false));
        partner()
                .happened(joined(ANNA, partnerAdmin), joined(BEN, partnerAdmin))
                .when(change(BEN, EMPLOYEE))
                .refused(new GroupNotAvailable(EMPLOYEE, CustomerKind.PARTNER));
    }

    @Test
    void keepsThePartnersLastAdminByWhatTheGroupAllowsAndNotByItsName() {
        var partnerAdmin = new GroupName("PARTNER_ADMIN");
        partner()
                .happened(joined(ANNA, partnerAdmin), joined(BEN, new GroupName("PARTNER_EMPLOYEE")))
                .when(change(ANNA, new GroupName("PLATFORM_OPERATOR")))
                .refused(new LastAdmin(List.of(BEN.membershipId())));
    }

    @Test
    void findsNobodyWhoIsNoUserAnyMore() {
        acme().when(change(BEN, ADMIN)).refused(new UserNotFound());
        acme().happened(joined(BEN, EMPLOYEE), removed(BEN, RemovalCause.LEFT))
                .when(change(BEN, ADMIN))
                .refused(new UserNotFound());
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, SOON))
                .at(SOON.minusMillis(1))
                .when(change(BEN, ADMIN))
                .then(BEN_PROMOTED);
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, SOON))
                .at(SOON)
                .when(change(BEN, ADMIN))
                .refused(new UserNotFound());
    }

    @Test
    void findsNobodyBeforeItMindsTheGroup() {
        acme().when(change(BEN, new GroupName("CONTROLLER"))).refused(new UserNotFound());
    }

    // The last admin

    @Test
    void keepsTheLastAdmin() {
        acme().when(change(ANNA, EMPLOYEE)).refused(new LastAdmin(List.of()));
        acme().when(change(CLIENT, ANNA, EMPLOYEE)).refused(new LastAdmin(List.of()));
    }

    @Test
    void namesWhoCouldBecomeAdminTheLongestStandingFirst() {
        acme().happened(
                        joined(CLEO, EMPLOYEE),
                        joined(BEN, EMPLOYEE),
                        joined(DORA, EMPLOYEE),
                        removed(DORA, RemovalCause.LEFT))
                .when(change(ANNA, EMPLOYEE))
                .refused(new LastAdmin(List.of(CLEO.membershipId(), BEN.membershipId())));
    }

    @Test
    void namesNobodyWhoseEndDateHasPassed() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, SOON), joined(CLEO, EMPLOYEE))
                .at(SOON)
                .when(change(ANNA, EMPLOYEE))
                .refused(new LastAdmin(List.of(CLEO.membershipId())));
    }

    @Test
    void namesTenAtMost() {
        var story = acme();
        var colleagues = IntStream.range(0, 11)
                .mapToObj(number ->
                        new FirmPerson("c0%02d".formatted(number), "Colleague", "colleague" + number + "@acme.example"))
                .toList();
        colleagues.forEach(colleague -> story.happened(joined(colleague, EMPLOYEE)));
        List<MembershipId> firstTen =
                colleagues.stream().limit(10).map(FirmPerson::membershipId).toList();
        story.when(change(ANNA, EMPLOYEE)).refused(new LastAdmin(firstTen));
    }

    @Test
    void countsAnotherAdminUntilTheInstantBeforeTheirEndDate() {
        acme().happened(joined(BEN, ADMIN), endSet(BEN, SOON))
                .at(SOON.minusMillis(1))
                .when(change(ANNA, EMPLOYEE))
                .then(demoted(ANNA));
        acme().happened(joined(BEN, ADMIN), endSet(BEN, SOON))
                .at(SOON)
                .when(change(ANNA, EMPLOYEE))
                .refused(new LastAdmin(List.of()));
    }

    @Test
    void countsNobodyWhoIsInvitedAsAdmin() {
        acme().happened(invited(BEN, BEN.invitationId(), ADMIN, ANNA.membershipId(), LINK, NOON.plus(WEEK)))
                .when(change(ANNA, EMPLOYEE))
                .refused(new LastAdmin(List.of()));
    }

    @Test
    void letsOnlyOneOfTwoAdminsDemoteTheOther() {
        acme().happened(joined(BEN, ADMIN))
                .when(change(BEN.actor(), ANNA, EMPLOYEE))
                .then(demoted(ANNA));
        acme().happened(joined(BEN, ADMIN), demoted(ANNA))
                .when(change(ANNA.actor(), BEN, EMPLOYEE))
                .refused(new NotPermitted(Permission.MANAGE_USERS));
    }

    @Test
    void letsAnOperatorAndAPartnerDemoteTheLastAdminAndSaysSo() {
        for (var actor : new Actor[] {OPERATOR, PARTNER}) {
            acme().happened(managed(), joined(BEN, EMPLOYEE))
                    .when(change(actor, ANNA, EMPLOYEE))
                    .then(new GroupChanged(ACME, ANNA.membershipId(), ADMIN, EMPLOYEE, true));
            acme().happened(managed(), joined(BEN, ADMIN))
                    .when(change(actor, ANNA, EMPLOYEE))
                    .then(demoted(ANNA));
        }
    }

    @Test
    void letsAnOperatorGiveACustomerWithoutAdminANewOne() {
        acme().happened(
                        joined(BEN, EMPLOYEE),
                        new UserRemoved(ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.BY_ADMIN, true))
                .when(change(OPERATOR, BEN, ADMIN))
                .then(BEN_PROMOTED);
    }

    private static CustomerStory partner() {
        return nothing()
                .happened(new CustomerOpened(
                        ACME,
                        CustomerKind.PARTNER,
                        ACME_IDENTIFIER.value(),
                        "ACME",
                        ANNA.personId(),
                        true,
                        null,
                        null));
    }

    private static ChangeGroup change(FirmPerson person, GroupName group) {
        return change(ANNA.actor(), person, group);
    }

    private static ChangeGroup change(Actor actor, FirmPerson person, GroupName group) {
        return new ChangeGroup(ACME, actor, person.membershipId(), group, null);
    }

    private static ChangeGroup change(FirmPerson person, GroupName group, @Nullable Long expectedVersion) {
        return new ChangeGroup(ACME, ANNA.actor(), person.membershipId(), group, expectedVersion);
    }
}
