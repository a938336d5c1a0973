package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.project.ProjectCommand.UnassignUser;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnassignUserTest {

    @Test
    void endsTheAccess() {
        portal().happened(assigned(BEN, USER)).when(unassign(null)).then(unassigned(BEN));
    }

    @Test
    void endsItAlsoForWhoeverIsNoUserAnyMore() {
        portal().happened(assigned(BEN, USER))
                .noMember(BEN)
                .when(unassign(null))
                .then(unassigned(BEN));
    }

    @Test
    void findsNoGrantThatNeverWasOrHasEnded() {
        portal().when(unassign(null)).refused(new GrantNotFound());
        portal().happened(assigned(BEN, USER), unassigned(BEN))
                .when(unassign(null))
                .refused(new GrantEnded(BEN.grantId(), NOON));
        portal().happened(assigned(BEN, USER), revoked(BEN, RevocationCause.USER_LEFT))
                .when(unassign(null))
                .refused(new GrantEnded(BEN.grantId(), NOON));
    }

    @Test
    void endsAnAccessUntilItsEnd() {
        var end = NOON.plus(WEEK);
        portal().happened(assigned(BEN, USER, end))
                .at(end.minusMillis(1))
                .when(unassign(null))
                .then(unassigned(BEN));
        portal().happened(assigned(BEN, USER, end))
                .at(end)
                .when(unassign(null))
                .refused(new GrantEnded(BEN.grantId(), end));
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        portal().happened(assigned(BEN, USER), roleChanged(BEN, USER, READER))
                .when(unassign(1L))
                .refused(new VersionMismatch(2));
        portal().happened(assigned(BEN, USER), roleChanged(BEN, USER, READER))
                .when(unassign(2L))
                .then(unassigned(BEN));
    }

    private static UnassignUser unassign(@Nullable Long expectedVersion) {
        return new UnassignUser(ACME, PORTAL, ANNA.actor(), BEN.grantId(), expectedVersion);
    }
}
