package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.project.ProjectCommand.SetAccessEnd;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SetAccessEndTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));

    @Test
    void setsMovesAndClearsTheEnd() {
        portal().happened(assigned(BEN, USER)).when(end(TOMORROW)).then(endSet(BEN, TOMORROW));
        portal().happened(assigned(BEN, USER, TOMORROW))
                .when(end(TOMORROW.plus(WEEK)))
                .then(endSet(BEN, TOMORROW.plus(WEEK)));
        portal().happened(assigned(BEN, USER), endSet(BEN, TOMORROW))
                .when(end(null))
                .then(endSet(BEN, null));
    }

    @Test
    void doesNothingWhenTheEndIsTheSame() {
        portal().happened(assigned(BEN, USER)).when(end(null)).nothingHappens();
        portal().happened(assigned(BEN, USER, TOMORROW)).when(end(TOMORROW)).nothingHappens();
    }

    @Test
    void setsNoEndThatIsNotInTheFuture() {
        portal().happened(assigned(BEN, USER)).when(end(NOON.plusMillis(1))).then(endSet(BEN, NOON.plusMillis(1)));
        portal().happened(assigned(BEN, USER)).when(end(NOON)).refused(new AccessEndPast(NOON));
        portal().happened(assigned(BEN, USER)).when(end(NOON.minusMillis(1))).refused(new AccessEndPast(NOON));
    }

    @Test
    void doesNotBringBackWhatHasEndedByTheClock() {
        portal().happened(assigned(BEN, USER, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(end(null))
                .then(endSet(BEN, null));
        portal().happened(assigned(BEN, USER, TOMORROW))
                .at(TOMORROW)
                .when(end(null))
                .refused(new GrantEnded(BEN.grantId(), TOMORROW));
    }

    @Test
    void findsNoGrantThatNeverWasOrHasEnded() {
        portal().when(end(TOMORROW)).refused(new GrantNotFound());
        portal().happened(assigned(BEN, USER), unassigned(BEN))
                .when(end(TOMORROW))
                .refused(new GrantEnded(BEN.grantId(), NOON));
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        portal().happened(assigned(BEN, USER), endSet(BEN, TOMORROW))
                .when(end(null, 1L))
                .refused(new VersionMismatch(2));
        portal().happened(assigned(BEN, USER), endSet(BEN, TOMORROW))
                .when(end(null, 2L))
                .then(endSet(BEN, null));
    }

    @Test
    void setsNoEndForWhoeverIsNoUserAnyMore() {
        portal().happened(assigned(BEN, USER))
                .noMember(BEN)
                .when(end(TOMORROW))
                .refused(new NotAUser(BEN.membershipId()));
    }

    private static SetAccessEnd end(@Nullable Instant endsAt) {
        return end(endsAt, null);
    }

    private static SetAccessEnd end(@Nullable Instant endsAt, @Nullable Long expectedVersion) {
        return new SetAccessEnd(ACME, PORTAL, ANNA.actor(), BEN.grantId(), endsAt, expectedVersion);
    }
}
