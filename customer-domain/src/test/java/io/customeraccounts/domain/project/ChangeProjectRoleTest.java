package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.project.ProjectCommand.ChangeProjectRole;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.ProjectRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeProjectRoleTest {

    @Test
    void changesTheRole() {
        portal().happened(assigned(BEN, USER)).when(change(READER)).then(roleChanged(BEN, USER, READER));
        portal().happened(assigned(BEN, USER), roleChanged(BEN, USER, READER))
                .when(change(USER))
                .then(roleChanged(BEN, READER, USER));
    }

    @Test
    void doesNothingWhenTheRoleIsTheSame() {
        portal().happened(assigned(BEN, USER)).when(change(USER)).nothingHappens();
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        var story = portal().happened(assigned(BEN, USER), roleChanged(BEN, USER, READER), renamed("Shop"));
        story.when(change(USER, 1L)).refused(new VersionMismatch(2));
        story.when(change(READER, 1L)).refused(new VersionMismatch(2));
        story.when(change(USER, 2L)).then(roleChanged(BEN, READER, USER));
    }

    @Test
    void changesNothingThatHasEnded() {
        portal().when(change(READER)).refused(new GrantNotFound());
        portal().happened(assigned(BEN, USER), unassigned(BEN))
                .when(change(READER))
                .refused(new GrantEnded(BEN.grantId(), NOON));
        portal().happened(assigned(BEN, USER), marked())
                .when(change(READER))
                .refused(new GrantEnded(BEN.grantId(), NOON));
    }

    @Test
    void changesAnAccessUntilItsEnd() {
        var end = NOON.plus(WEEK);
        portal().happened(assigned(BEN, USER, end))
                .at(end.minusMillis(1))
                .when(change(READER))
                .then(roleChanged(BEN, USER, READER));
        portal().happened(assigned(BEN, USER, end))
                .at(end)
                .when(change(READER))
                .refused(new GrantEnded(BEN.grantId(), end));
    }

    @Test
    void changesNothingForWhoeverIsNoUserAnyMore() {
        portal().happened(assigned(BEN, USER))
                .noMember(BEN)
                .when(change(READER))
                .refused(new NotAUser(BEN.membershipId()));
        portal().happened(assigned(BEN, USER))
                .member(BEN, EMPLOYEE, NOON)
                .when(change(READER))
                .refused(new NotAUser(BEN.membershipId()));
    }

    private static ChangeProjectRole change(ProjectRole role) {
        return change(role, null);
    }

    private static ChangeProjectRole change(ProjectRole role, @Nullable Long expectedVersion) {
        return new ChangeProjectRole(ACME, PORTAL, ANNA.actor(), BEN.grantId(), role, expectedVersion);
    }
}
