package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.LeaveCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaveCustomerTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final CustomerEvent BEN_LEFT = removed(BEN, RemovalCause.LEFT);

    @Test
    void endsTheMembershipOfWhoeverLeaves() {
        acme().happened(joined(BEN, EMPLOYEE), joined(CLEO, EMPLOYEE))
                .when(leave(BEN))
                .then(BEN_LEFT);
    }

    @Test
    void letsAnAdminLeaveWhenThereIsAnother() {
        acme().happened(joined(BEN, ADMIN)).when(leave(ANNA)).then(removed(ANNA, RemovalCause.LEFT));
    }

    @Test
    void keepsTheLastAdminAndNamesWhoCouldBecomeOne() {
        acme().when(leave(ANNA)).refused(new LastAdmin(List.of()));
        acme().happened(joined(BEN, EMPLOYEE)).when(leave(ANNA)).refused(new LastAdmin(List.of(BEN.membershipId())));
    }

    @Test
    void countsAnotherAdminUntilTheInstantBeforeTheirEndDate() {
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(leave(ANNA))
                .then(removed(ANNA, RemovalCause.LEFT));
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW))
                .at(TOMORROW)
                .when(leave(ANNA))
                .refused(new LastAdmin(List.of()));
    }

    @Test
    void letsOnlyOneOfTwoAdminsLeave() {
        acme().happened(joined(BEN, ADMIN), removed(ANNA, RemovalCause.LEFT))
                .when(leave(BEN))
                .refused(new LastAdmin(List.of()));
    }

    @Test
    void findsNobodyWhoIsNoUser() {
        acme().when(leave(BEN)).refused(new UserNotFound());
        acme().happened(joined(BEN, EMPLOYEE), BEN_LEFT).when(leave(BEN)).refused(new UserNotFound());
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(leave(BEN))
                .then(BEN_LEFT);
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW)
                .when(leave(BEN))
                .refused(new UserNotFound());
    }

    @Test
    void findsNobodyBehindAnActorWhoIsNoPersonActingForThemselves() {
        for (var actor : new Actor[] {CLIENT, OPERATOR, PARTNER, POLICY, new Actor.Invitee(BEN.invitationId())}) {
            acme().happened(managed()).when(new LeaveCustomer(ACME, actor)).refused(new UserNotFound());
        }
    }

    @Test
    void cancelsWhatWasSentByWhoeverLeaves() {
        acme().happened(
                        joined(BEN, ADMIN),
                        invited(CLEO, CLEO.invitationId(), EMPLOYEE, BEN.membershipId(), LINK, TOMORROW),
                        invited(DORA, TOMORROW))
                .when(leave(BEN))
                .then(BEN_LEFT, cancelled(CLEO, CancellationCause.INVITER_LEFT));
    }

    @Test
    void cancelsInvitationsToAnyAddressOfWhoeverLeaves() {
        acme().happened(
                        invited(new FirmPerson(BEN.tag(), BEN.name(), "benjamin@home.example"), TOMORROW),
                        joined(BEN, EMPLOYEE))
                .alsoReachableAt(BEN, "benjamin@home.example")
                .when(leave(BEN))
                .then(BEN_LEFT, cancelled(BEN, CancellationCause.INVITEE_REMOVED));
    }

    @Test
    void letsAPersonLeaveWhoCameBack() {
        acme().happened(
                        joined(BEN, EMPLOYEE),
                        BEN_LEFT,
                        joined(BEN, BEN.secondMembershipId(), EMPLOYEE, BEN.invitationId(), BEN.membershipId()))
                .when(leave(BEN))
                .then(new UserRemoved(ACME, BEN.secondMembershipId(), BEN.personId(), RemovalCause.LEFT, false));
    }

    private static LeaveCustomer leave(FirmPerson person) {
        return new LeaveCustomer(ACME, person.actor());
    }
}
