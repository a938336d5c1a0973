package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.AddMyself;
import io.customeraccounts.domain.customer.CustomerCommand.ChangeGroup;
import io.customeraccounts.domain.customer.CustomerCommand.EndPartnerAccess;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerCommand.LeaveCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.RenameCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.SetMembershipEnd;
import io.customeraccounts.domain.customer.CustomerCommand.TransferCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.AlreadyAUser;
import io.customeraccounts.domain.customer.CustomerRefusal.CameThroughPartner;
import io.customeraccounts.domain.customer.CustomerRefusal.LastAdmin;
import io.customeraccounts.domain.customer.CustomerRefusal.MembershipEndPast;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.UserNotFound;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Paula is a user of the partner Birch, which manages ACME. */
class AddMyselfTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofHours(24));

    @Test
    void makesThePartnersUserAnAdminForADay() {
        managedAcme().when(add(null)).then(entered(TOMORROW)).answers(PAULA.membershipId());
    }

    @Test
    void letsThemStayAsLongAsTheyChoose() {
        var later = NOON.plus(Duration.ofDays(10));
        managedAcme().when(add(later)).then(entered(later));
        managedAcme().when(add(NOON)).refused(new MembershipEndPast(NOON));
    }

    @Test
    void doesSoAsTheInstallationHasSet() {
        managedAcme()
                .with(new PartnerRules(EMPLOYEE, Duration.ofHours(1)))
                .when(add(null))
                .then(entered(PAULA.membershipId(), EMPLOYEE, null), endSet(PAULA, NOON.plus(Duration.ofHours(1))));
    }

    @Test
    void lastsNoLongerThanTheMembershipInThePartner() {
        var end = NOON.plus(Duration.ofMinutes(5));
        managedAcme().paulaUntil(end).when(add(null)).then(entered(end));
        managedAcme().paulaUntil(end).when(add(TOMORROW)).then(entered(end));
        managedAcme().paulaUntil(TOMORROW).when(add(end)).then(entered(end));
        managedAcme()
                .happened(entered(end))
                .paulaUntil(TOMORROW)
                .when(new SetMembershipEnd(ACME, ANNA.actor(), PAULA.membershipId(), null, null))
                .then(endSet(PAULA, TOMORROW));
    }

    @Test
    void isForThePartnersUsersWhoseGroupAllowsIt() {
        managedAcme()
                .paulaMayNot(Permission.ENTER_MANAGED_CUSTOMER)
                .when(add(null))
                .refused(noEntry());
        managedAcme().noPartner(BIRCH).when(add(null)).refused(noEntry());
        acme().when(add(null)).refused(noEntry());
        for (var actor : new Actor[] {
            ANNA.actor(), PAULA.actor(), OPERATOR, CLIENT, new Actor.PartnerUser(DORA.personId(), BIRCH)
        }) {
            var command = new AddMyself(ACME, actor, PAULA.membershipId(), PAULA.profile(), PAULA.address(), null);
            if (actor instanceof Actor.PartnerUser) {
                managedAcme().when(command).refused(noEntry());
            } else {
                managedAcme().when(command).isMisuse();
            }
        }
    }

    @Test
    void answersTheSameTheSecondTime() {
        managedAcme()
                .happened(entered(TOMORROW))
                .when(new AddMyself(ACME, PARTNER, PAULA.secondMembershipId(), PAULA.profile(), PAULA.address(), null))
                .nothingHappens()
                .answers(PAULA.membershipId());
    }

    @Test
    void refusesWhoIsAUserAnyway() {
        managedAcme().happened(joined(PAULA, EMPLOYEE)).when(add(null)).refused(new AlreadyAUser(PAULA.membershipId()));
    }

    @Test
    void beginsAnewWhatIsOverByWhatThePartnerHasDecided() {
        managedAcme()
                .happened(entered(TOMORROW))
                .over(PAULA.membershipId())
                .when(new AddMyself(ACME, PARTNER, PAULA.secondMembershipId(), PAULA.profile(), PAULA.address(), null))
                .then(
                        removed(PAULA, RemovalCause.PARTNER_ACCESS_ENDED),
                        entered(PAULA.secondMembershipId(), ADMIN, PAULA.membershipId()),
                        new MembershipEndSet(ACME, PAULA.secondMembershipId(), TOMORROW));
    }

    // While they are there

    @Test
    void letsThemDoWhatTheirGroupAllowsAsLongAsThePartnerAdmitsThem() {
        var rename = new RenameCustomer(ACME, PAULA.actor(), new CustomerName("New"), null);
        managedAcme().happened(entered(TOMORROW)).when(rename).then(new CustomerRenamed(ACME, "New"));
        managedAcme()
                .happened(entered(TOMORROW))
                .paulaMayNot(Permission.ENTER_MANAGED_CUSTOMER)
                .when(rename)
                .refused(noEntry());
        managedAcme().happened(entered(TOMORROW)).noPartner(BIRCH).when(rename).refused(noEntry());
        managedAcme()
                .happened(entered(TOMORROW))
                .at(TOMORROW)
                .when(rename)
                .refused(new NotPermitted(Permission.EDIT_CUSTOMER));
    }

    @Test
    void letsWhatTheyHaveSentOutliveTheirStay() {
        managedAcme()
                .happened(entered(TOMORROW))
                .when(new InviteUser(
                        ACME,
                        PAULA.actor(),
                        BEN.invitationId(),
                        BEN.profile().fullName(),
                        BEN.address(),
                        ADMIN,
                        null,
                        LINK.hash(),
                        Language.EN))
                .then(invited(BEN, BEN.invitationId(), ADMIN, null, LINK, NOON.plus(WEEK)));
    }

    @Test
    void countsThemAsNoAdmin() {
        managedAcme()
                .happened(entered(TOMORROW))
                .when(new LeaveCustomer(ACME, ANNA.actor()))
                .refused(new LastAdmin(List.of()));
        managedAcme()
                .happened(entered(TOMORROW))
                .when(new LeaveCustomer(ACME, PAULA.actor()))
                .then(removed(PAULA, RemovalCause.LEFT));
    }

    @Test
    void leavesThemTheGroupThatTheyCameWith() {
        managedAcme()
                .happened(entered(TOMORROW))
                .when(new ChangeGroup(ACME, ANNA.actor(), PAULA.membershipId(), EMPLOYEE, null))
                .refused(new CameThroughPartner());
    }

    // When it ends

    @Test
    void endsWhenAPolicySaysThatTheMembershipInThePartnerHasEnded() {
        managedAcme()
                .happened(entered(TOMORROW))
                .when(new EndPartnerAccess(ACME, POLICY, PAULA.membershipId()))
                .then(removed(PAULA, RemovalCause.PARTNER_ACCESS_ENDED));
    }

    @Test
    void endsNobodyElseThatWayAndNobodyTwice() {
        managedAcme()
                .when(new EndPartnerAccess(ACME, POLICY, ANNA.membershipId()))
                .nothingHappens();
        managedAcme()
                .happened(entered(TOMORROW))
                .happened(removed(PAULA, RemovalCause.LEFT))
                .when(new EndPartnerAccess(ACME, POLICY, PAULA.membershipId()))
                .nothingHappens();
    }

    @Test
    void endsInTheSameActWhenAnotherPartnerManagesTheCustomer() {
        managedAcme()
                .happened(entered(TOMORROW))
                .when(new TransferCustomer(ACME, OPERATOR, null, null))
                .then(new ManagingPartnerChanged(ACME, BIRCH, null), removed(PAULA, RemovalCause.PARTNER_ACCESS_ENDED));
    }

    @Test
    void cannotBeProlongedOnceThePartnerAdmitsThemNoMore() {
        managedAcme()
                .happened(entered(TOMORROW))
                .paulaMayNot(Permission.ENTER_MANAGED_CUSTOMER)
                .when(new SetMembershipEnd(ACME, ANNA.actor(), PAULA.membershipId(), TOMORROW.plus(WEEK), null))
                .refused(new UserNotFound());
    }

    private static NotPermitted noEntry() {
        return new NotPermitted(Permission.ENTER_MANAGED_CUSTOMER);
    }

    private static CustomerStory managedAcme() {
        return acme().happened(managed());
    }

    private static AddMyself add(@Nullable Instant endsAt) {
        return new AddMyself(ACME, PARTNER, PAULA.membershipId(), PAULA.profile(), PAULA.address(), endsAt);
    }
}
