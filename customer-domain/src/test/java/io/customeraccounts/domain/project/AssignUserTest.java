package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.project.OwningCustomer.Standing;
import io.customeraccounts.domain.project.ProjectCommand.AssignUser;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssignUserTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));

    @Test
    void givesAUserAccess() {
        portal().when(assign(BEN, USER)).then(assigned(BEN, USER)).answers(BEN.grantId());
        portal().when(assign(BEN, BEN.grantId(), USER, TOMORROW))
                .then(assigned(BEN, USER, TOMORROW))
                .answers(BEN.grantId());
    }

    @Test
    void saysThatAnAdminAssignedThemself() {
        portal().when(assign(ANNA, USER))
                .then(new UserAssigned(ACME, PORTAL, ANNA.grantId(), ANNA.membershipId(), USER, true, null, null));
    }

    @Test
    void answersTheOpenGrantWhenTheRoleIsTheSame() {
        portal().happened(assigned(BEN, USER))
                .when(assign(BEN, BEN.secondGrantId(), USER, null))
                .nothingHappens()
                .answers(BEN.grantId());
        portal().happened(assigned(BEN, READER), roleChanged(BEN, READER, USER))
                .when(assign(BEN, BEN.secondGrantId(), USER, TOMORROW))
                .nothingHappens()
                .answers(BEN.grantId());
    }

    @Test
    void refusesAnotherRole() {
        portal().happened(assigned(BEN, USER))
                .when(assign(BEN, BEN.secondGrantId(), READER, null))
                .refused(new AlreadyAssigned(BEN.grantId(), USER));
    }

    @Test
    void isNotInTheWayOfSomebodyElse() {
        portal().happened(assigned(BEN, USER)).when(assign(CLEO, READER)).then(assigned(CLEO, READER));
    }

    @Test
    void refusesWhoeverIsNoUser() {
        portal().when(assign(DORA, USER)).refused(new NotAUser(DORA.membershipId()));
        var nobody = new MembershipId(new UUID(4, 4));
        portal().when(new AssignUser(ACME, PORTAL, ANNA.actor(), BEN.grantId(), nobody, USER, null, null))
                .refused(new NotAUser(nobody));
    }

    @Test
    void refusesWhoeverHasBeenRemoved() {
        portal().noMember(BEN).when(assign(BEN, USER)).refused(new NotAUser(BEN.membershipId()));
        portal().happened(assigned(BEN, USER))
                .noMember(BEN)
                .when(assign(BEN, BEN.secondGrantId(), USER, null))
                .refused(new NotAUser(BEN.membershipId()));
    }

    @Test
    void givesAUserAccessUntilTheEndOfTheirMembership() {
        portal().member(BEN, EMPLOYEE, TOMORROW)
                .at(TOMORROW.minusMillis(1))
                .when(assign(BEN, USER))
                .then(assigned(BEN, USER));
        portal().member(BEN, EMPLOYEE, TOMORROW)
                .at(TOMORROW)
                .when(assign(BEN, USER))
                .refused(new NotAUser(BEN.membershipId()));
    }

    @Test
    void setsNoEndThatIsNotInTheFuture() {
        portal().when(assign(BEN, BEN.grantId(), USER, NOON.plusMillis(1)))
                .then(assigned(BEN, USER, NOON.plusMillis(1)));
        portal().when(assign(BEN, BEN.grantId(), USER, NOON)).refused(new AccessEndPast(NOON));
        portal().when(assign(BEN, BEN.grantId(), USER, NOON.minusMillis(1))).refused(new AccessEndPast(NOON));
    }

    // Assigned again

    @Test
    void givesAccessAgainAfterItEndedUnderAnotherId() {
        portal().happened(assigned(BEN, USER), unassigned(BEN))
                .when(assign(BEN, BEN.secondGrantId(), READER, null))
                .then(assigned(BEN, BEN.secondGrantId(), READER, null))
                .answers(BEN.secondGrantId());
        portal().happened(assigned(BEN, USER), revoked(BEN, RevocationCause.USER_REMOVED))
                .when(assign(BEN, BEN.secondGrantId(), READER, null))
                .then(assigned(BEN, BEN.secondGrantId(), READER, null));
    }

    @Test
    void recordsFirstThatTheFormerAccessHasEndedByTheClock() {
        portal().happened(assigned(BEN, USER, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(assign(BEN, BEN.secondGrantId(), READER, null))
                .refused(new AlreadyAssigned(BEN.grantId(), USER));
        portal().happened(assigned(BEN, USER, TOMORROW))
                .at(TOMORROW)
                .when(assign(BEN, BEN.secondGrantId(), READER, null))
                .then(revoked(BEN, RevocationCause.ACCESS_EXPIRED), assigned(BEN, BEN.secondGrantId(), READER, null));
    }

    @Test
    void neverRevivesAGrant() {
        portal().happened(assigned(BEN, USER), unassigned(BEN))
                .when(assign(BEN, USER))
                .refused(new GrantEnded(BEN.grantId(), NOON));
        portal().happened(assigned(BEN, USER, TOMORROW))
                .at(TOMORROW.plus(WEEK))
                .when(assign(BEN, USER))
                .refused(new GrantEnded(BEN.grantId(), TOMORROW));
        portal().happened(assigned(BEN, USER))
                .when(assign(CLEO, BEN.grantId(), USER, null))
                .isMisuse();
    }

    // The state of project and customer

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(assign(BEN, USER)).refused(new ProjectEnded(PORTAL, NOON));
        portal().happened(marked(), deleted()).when(assign(BEN, USER)).refused(new ProjectEnded(PORTAL, NOON));
    }

    @Test
    void givesNothingNewWhileTheCustomerIsRestricted() {
        portal().customerIs(Standing.RESTRICTED).when(assign(BEN, USER)).refused(new CustomerIsRestricted(ACME));
        portal().happened(assigned(BEN, USER))
                .customerIs(Standing.RESTRICTED)
                .when(assign(BEN, BEN.secondGrantId(), USER, null))
                .nothingHappens()
                .answers(BEN.grantId());
        portal().happened(assigned(BEN, USER, TOMORROW))
                .customerIs(Standing.RESTRICTED)
                .at(TOMORROW)
                .when(assign(BEN, BEN.secondGrantId(), USER, null))
                .refused(new CustomerIsRestricted(ACME));
    }

    // Planned access

    @Test
    void makesPlannedAccessRealByAPolicyOnly() {
        portal().when(planned(BEN, POLICY))
                .then(new UserAssigned(
                        ACME, PORTAL, BEN.grantId(), BEN.membershipId(), USER, false, null, BEN.invitationId()));
        portal().when(planned(BEN, ANNA.actor())).isMisuse();
        portal().when(new AssignUser(ACME, PORTAL, POLICY, BEN.grantId(), BEN.membershipId(), USER, null, null))
                .refused(new NotPermitted(Permission.EDIT_CUSTOMER));
    }

    @Test
    void makesPlannedAccessRealOnceWhateverHasBecomeOfItSince() {
        portal().happened(assigned(BEN, READER))
                .when(planned(BEN, POLICY))
                .nothingHappens()
                .answers(BEN.grantId());
        portal().happened(assigned(BEN, USER), unassigned(BEN))
                .noMember(BEN)
                .when(planned(BEN, POLICY))
                .nothingHappens()
                .answers(BEN.grantId());
    }

    private static AssignUser planned(FirmPerson person, Actor actor) {
        return new AssignUser(
                ACME, PORTAL, actor, person.grantId(), person.membershipId(), USER, null, person.invitationId());
    }

    private static AssignUser assign(FirmPerson person, ProjectRole role) {
        return assign(person, person.grantId(), role, null);
    }

    private static AssignUser assign(FirmPerson person, GrantId grantId, ProjectRole role, @Nullable Instant endsAt) {
        return new AssignUser(ACME, PORTAL, ANNA.actor(), grantId, person.membershipId(), role, endsAt, null);
    }
}
