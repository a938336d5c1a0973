package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.SetMembershipEnd;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SetMembershipEndTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));

    @Test
    void setsMovesAndClearsTheEnd() {
        acme().happened(joined(BEN, EMPLOYEE)).when(end(BEN, TOMORROW)).then(endSet(BEN, TOMORROW));
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .when(end(BEN, TOMORROW.plus(WEEK)))
                .then(endSet(BEN, TOMORROW.plus(WEEK)));
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .when(end(BEN, null))
                .then(endSet(BEN, null));
    }

    @Test
    void doesNothingWhenTheEndIsTheSame() {
        acme().happened(joined(BEN, EMPLOYEE)).when(end(BEN, null)).nothingHappens();
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .when(end(BEN, TOMORROW))
                .nothingHappens();
    }

    @Test
    void setsNoEndThatIsNotInTheFuture() {
        acme().happened(joined(BEN, EMPLOYEE))
                .when(end(BEN, NOON.plusMillis(1)))
                .then(endSet(BEN, NOON.plusMillis(1)));
        acme().happened(joined(BEN, EMPLOYEE)).when(end(BEN, NOON)).refused(new MembershipEndPast(NOON));
        acme().happened(joined(BEN, EMPLOYEE))
                .when(end(BEN, NOON.minusMillis(1)))
                .refused(new MembershipEndPast(NOON));
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        acme().happened(joined(BEN, EMPLOYEE)).when(end(BEN, TOMORROW, 2L)).then(endSet(BEN, TOMORROW));
        acme().happened(joined(BEN, ADMIN), demoted(BEN))
                .when(end(BEN, TOMORROW, 2L))
                .refused(new VersionMismatch(3));
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .when(end(BEN, null, 2L))
                .refused(new VersionMismatch(3));
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .when(end(BEN, null, 3L))
                .then(endSet(BEN, null));
    }

    @Test
    void refusesAStaleChangeAlsoToTheSameEnd() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .when(end(BEN, TOMORROW, 2L))
                .refused(new VersionMismatch(3));
    }

    @Test
    void doesNotBringBackWhoseEndHasPassed() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(end(BEN, null))
                .then(endSet(BEN, null));
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW)
                .when(end(BEN, null))
                .refused(new UserNotFound());
    }

    @Test
    void findsNobodyWhoIsNoUser() {
        acme().when(end(BEN, TOMORROW)).refused(new UserNotFound());
        acme().happened(joined(BEN, EMPLOYEE), removed(BEN, RemovalCause.BY_ADMIN))
                .when(end(BEN, TOMORROW))
                .refused(new UserNotFound());
    }

    // The last admin

    @Test
    void setsNoEndForTheLastAdmin() {
        acme().happened(joined(BEN, EMPLOYEE))
                .when(end(ANNA, TOMORROW))
                .refused(new LastAdmin(List.of(BEN.membershipId())));
        acme().when(new SetMembershipEnd(ACME, CLIENT, ANNA.membershipId(), TOMORROW, null))
                .refused(new LastAdmin(List.of()));
    }

    @Test
    void setsAnEndForAnAdminWhenThereIsAnother() {
        acme().happened(joined(BEN, ADMIN)).when(end(ANNA, TOMORROW)).then(endSet(ANNA, TOMORROW));
    }

    @Test
    void countsAnotherAdminOnlyIfTheyStayLonger() {
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW))
                .when(end(ANNA, TOMORROW.minusMillis(1)))
                .then(endSet(ANNA, TOMORROW.minusMillis(1)));
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW))
                .when(end(ANNA, TOMORROW))
                .refused(new LastAdmin(List.of(BEN.membershipId())));
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW))
                .when(end(ANNA, TOMORROW.plusMillis(1)))
                .refused(new LastAdmin(List.of(BEN.membershipId())));
    }

    @Test
    void clearsTheEndOfTheLastAdmin() {
        acme().happened(endSet(ANNA, TOMORROW)).when(end(ANNA, null)).then(endSet(ANNA, null));
    }

    @Test
    void letsAnOperatorAndAPartnerEndTheLastAdmin() {
        for (var actor : new Actor[] {OPERATOR, PARTNER}) {
            acme().happened(managed())
                    .when(new SetMembershipEnd(ACME, actor, ANNA.membershipId(), TOMORROW, null))
                    .then(endSet(ANNA, TOMORROW));
        }
    }

    private static SetMembershipEnd end(FirmPerson person, @Nullable Instant endsAt) {
        return end(person, endsAt, null);
    }

    private static SetMembershipEnd end(FirmPerson person, @Nullable Instant endsAt, @Nullable Long expectedVersion) {
        return new SetMembershipEnd(ACME, ANNA.actor(), person.membershipId(), endsAt, expectedVersion);
    }
}
