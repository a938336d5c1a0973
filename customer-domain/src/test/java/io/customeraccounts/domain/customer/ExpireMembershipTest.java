package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.ExpireMembership;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpireMembershipTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final CustomerEvent BEN_EXPIRED = removed(BEN, RemovalCause.EXPIRED);

    @Test
    void recordsTheEndAtTheVeryInstantItComes() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW)
                .when(expire(BEN))
                .then(BEN_EXPIRED);
    }

    @Test
    void doesNothingBefore() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .at(TOMORROW.minusMillis(1))
                .when(expire(BEN))
                .nothingHappens();
    }

    @Test
    void doesNothingToAMembershipWithoutEnd() {
        acme().happened(joined(BEN, EMPLOYEE)).when(expire(BEN)).nothingHappens();
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW), endSet(BEN, null))
                .at(TOMORROW)
                .when(expire(BEN))
                .nothingHappens();
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW), endSet(BEN, TOMORROW.plusMillis(1)))
                .at(TOMORROW)
                .when(expire(BEN))
                .nothingHappens();
    }

    @Test
    void doesNothingOnceTheMembershipHasEnded() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW), removed(BEN, RemovalCause.LEFT))
                .at(TOMORROW)
                .when(expire(BEN))
                .nothingHappens();
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW))
                .happened(TOMORROW, BEN_EXPIRED)
                .at(TOMORROW)
                .when(expire(BEN))
                .nothingHappens();
        acme().when(expire(BEN)).nothingHappens();
    }

    @Test
    void saysSoWhenItLeavesNoAdmin() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(ANNA, TOMORROW))
                .at(TOMORROW)
                .when(expire(ANNA))
                .then(new UserRemoved(ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.EXPIRED, true));
        acme().happened(joined(BEN, ADMIN), endSet(ANNA, TOMORROW))
                .at(TOMORROW)
                .when(expire(ANNA))
                .then(removed(ANNA, RemovalCause.EXPIRED));
    }

    @Test
    void countsNoOtherAdminWhoseEndHasPassedToo() {
        acme().happened(joined(BEN, ADMIN), endSet(BEN, TOMORROW), endSet(ANNA, TOMORROW))
                .at(TOMORROW)
                .when(expire(ANNA))
                .then(new UserRemoved(ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.EXPIRED, true));
    }

    @Test
    void doesNotBlameTheEndOfAnEmployee() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW), endSet(ANNA, TOMORROW))
                .at(TOMORROW)
                .when(expire(BEN))
                .then(BEN_EXPIRED);
    }

    @Test
    void cancelsWhatTheUserHasSentAndWhatWasSentToThem() {
        acme().happened(
                        joined(BEN, ADMIN),
                        endSet(BEN, TOMORROW),
                        invited(CLEO, CLEO.invitationId(), EMPLOYEE, BEN.membershipId(), LINK, TOMORROW.plus(WEEK)),
                        invited(new FirmPerson(BEN.tag(), BEN.name(), "benjamin@home.example"), TOMORROW.plus(WEEK)),
                        invited(DORA, TOMORROW.plus(WEEK)))
                .alsoReachableAt(BEN, "benjamin@home.example")
                .at(TOMORROW)
                .when(expire(BEN))
                .then(
                        BEN_EXPIRED,
                        cancelled(BEN, CancellationCause.INVITEE_REMOVED),
                        cancelled(CLEO, CancellationCause.INVITER_LEFT));
    }

    @Test
    void completesTheBooksOfAClosedAccount() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, TOMORROW), new CustomerClosed(ACME))
                .at(TOMORROW)
                .when(expire(BEN))
                .then(BEN_EXPIRED);
    }

    private static ExpireMembership expire(FirmPerson person) {
        return new ExpireMembership(ACME, POLICY, person.membershipId());
    }
}
