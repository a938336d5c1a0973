package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.project.OwningCustomer.Standing;
import io.customeraccounts.domain.project.ProjectCommand.RevokeProjectAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevokeProjectAccessTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCESS_EXPIRED")
    void recordsThatTheAccessHasEnded(RevocationCause cause) {
        portal().happened(assigned(BEN, USER)).noMember(BEN).when(revoke(cause)).then(revoked(BEN, cause));
    }

    @ParameterizedTest
    @EnumSource(RevocationCause.class)
    void doesNothingWhenThatIsRecordedAlready(RevocationCause cause) {
        var end = NOON.minusMillis(1);
        portal().when(revoke(cause)).nothingHappens();
        portal().happened(assigned(BEN, USER, end), unassigned(BEN))
                .when(revoke(cause))
                .nothingHappens();
        portal().happened(assigned(BEN, USER, end), revoked(BEN, RevocationCause.USER_LEFT))
                .when(revoke(cause))
                .nothingHappens();
        portal().happened(assigned(BEN, USER, end), marked())
                .when(revoke(cause))
                .nothingHappens();
    }

    @Test
    void endsNothingThatBeganAfterwards() {
        portal().happened(assigned(BEN, USER), unassigned(BEN), assigned(BEN, BEN.secondGrantId(), USER, null))
                .when(revoke(RevocationCause.USER_REMOVED))
                .nothingHappens();
    }

    @Test
    void expiresAnAccessAtItsEndAndNotBefore() {
        var end = NOON.plus(WEEK);
        portal().happened(assigned(BEN, USER, end))
                .at(end.minusMillis(1))
                .when(revoke(RevocationCause.ACCESS_EXPIRED))
                .nothingHappens();
        portal().happened(assigned(BEN, USER, end))
                .at(end)
                .when(revoke(RevocationCause.ACCESS_EXPIRED))
                .then(revoked(BEN, RevocationCause.ACCESS_EXPIRED));
        portal().happened(assigned(BEN, USER, end), endSet(BEN, end.plus(WEEK)))
                .at(end)
                .when(revoke(RevocationCause.ACCESS_EXPIRED))
                .nothingHappens();
        portal().happened(assigned(BEN, USER))
                .at(end)
                .when(revoke(RevocationCause.ACCESS_EXPIRED))
                .nothingHappens();
    }

    @Test
    void recordsItAlsoInAClosedCustomer() {
        portal().happened(assigned(BEN, USER))
                .customerIs(Standing.CLOSED)
                .when(revoke(RevocationCause.CUSTOMER_CLOSED))
                .then(revoked(BEN, RevocationCause.CUSTOMER_CLOSED));
    }

    private static RevokeProjectAccess revoke(RevocationCause cause) {
        return new RevokeProjectAccess(ACME, PORTAL, POLICY, BEN.grantId(), cause);
    }
}
