package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.BecomeCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.BecomePartner;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsManaged;
import io.customeraccounts.domain.customer.CustomerRefusal.ManagedCustomersLeft;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Permission;
import org.junit.jupiter.api.Test;

class BecomePartnerTest {

    private static final GroupName CONTROLLER = new GroupName("CONTROLLER");

    @Test
    void makesAdminsPartnerAdminsAndEveryoneElsePartnerEmployeesAlsoThoseInvited() {
        acme().happened(joined(BEN, EMPLOYEE), invited(CLEO, NOON.plus(WEEK)))
                .happened(invited(DORA, DORA.invitationId(), ADMIN, null, NEW_LINK, NOON.plus(WEEK)))
                .when(become(OPERATOR))
                .then(
                        new KindChanged(ACME, CustomerKind.CUSTOMER, CustomerKind.PARTNER),
                        new GroupChanged(ACME, ANNA.membershipId(), ADMIN, Groups.PARTNER_ADMIN, false),
                        new GroupChanged(ACME, BEN.membershipId(), EMPLOYEE, Groups.PARTNER_EMPLOYEE, false),
                        new InvitationAmended(ACME, CLEO.invitationId(), null, Groups.PARTNER_EMPLOYEE),
                        new InvitationAmended(ACME, DORA.invitationId(), null, Groups.PARTNER_ADMIN));
    }

    @Test
    void endsForTheBooksFirstWhatHasEndedByTheClock() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, NOON), invited(CLEO, NOON))
                .when(become(OPERATOR))
                .then(
                        removed(BEN, RemovalCause.EXPIRED),
                        new KindChanged(ACME, CustomerKind.CUSTOMER, CustomerKind.PARTNER),
                        new GroupChanged(ACME, ANNA.membershipId(), ADMIN, Groups.PARTNER_ADMIN, false));
    }

    @Test
    void goesBackTheSameWay() {
        partner()
                .happened(joined(BEN, CONTROLLER))
                .when(new BecomeCustomer(ACME, OPERATOR, null))
                .then(
                        new KindChanged(ACME, CustomerKind.PARTNER, CustomerKind.CUSTOMER),
                        new GroupChanged(ACME, ANNA.membershipId(), Groups.PARTNER_ADMIN, ADMIN, false),
                        new GroupChanged(ACME, BEN.membershipId(), CONTROLLER, EMPLOYEE, false));
    }

    @Test
    void refusesToGoBackWhileItManagesCustomers() {
        partner().managing(ACME).when(new BecomeCustomer(ACME, OPERATOR, null)).refused(new ManagedCustomersLeft(ACME));
    }

    @Test
    void refusesAManagedCustomer() {
        acme().happened(managed()).when(become(OPERATOR)).refused(new CustomerIsManaged(ACME));
    }

    @Test
    void isAMatterOfOperators() {
        for (var actor : new Actor[] {ANNA.actor(), CLIENT, POLICY}) {
            acme().when(become(actor)).refused(new NotPermitted(Permission.EDIT_CUSTOMER));
            partner().when(new BecomeCustomer(ACME, actor, null)).refused(new NotPermitted(Permission.EDIT_CUSTOMER));
        }
    }

    @Test
    void doesNothingTheSecondTime() {
        partner().when(become(OPERATOR)).nothingHappens();
        acme().when(new BecomeCustomer(ACME, OPERATOR, null)).nothingHappens();
    }

    @Test
    void refusesAStaleOne() {
        acme().when(new BecomePartner(ACME, OPERATOR, 7L)).refused(new VersionMismatch(0));
        partner().when(new BecomeCustomer(ACME, OPERATOR, 0L)).refused(new VersionMismatch(2));
    }

    @Test
    void invitesAsAPartnerEmployeeUnlessAskedOtherwise() {
        partner()
                .when(new InviteUser(
                        ACME,
                        ANNA.actor(),
                        BEN.invitationId(),
                        BEN.profile().fullName(),
                        BEN.address(),
                        null,
                        null,
                        LINK.hash(),
                        Language.EN))
                .then(invited(
                        BEN, BEN.invitationId(), Groups.PARTNER_EMPLOYEE, ANNA.membershipId(), LINK, NOON.plus(WEEK)));
    }

    private static CustomerStory partner() {
        return acme().happened(
                        new KindChanged(ACME, CustomerKind.CUSTOMER, CustomerKind.PARTNER),
                        new GroupChanged(ACME, ANNA.membershipId(), ADMIN, Groups.PARTNER_ADMIN, false));
    }

    private static BecomePartner become(Actor actor) {
        return new BecomePartner(ACME, actor, null);
    }
}
