package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.ErasePerson;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.Permission;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule: Privacy. */
class ErasePersonTest {

    private static final CustomerEvent BEN_REMOVED = removed(BEN, RemovalCause.PERSON_ERASED);
    private static final CustomerEvent BEN_ERASED = new PersonErased(ACME, BEN.personId());

    @Test
    void endsTheMembershipFirst() {
        Stream.of(BEN.actor(), OPERATOR, PARTNER)
                .forEach(actor -> acme().happened(managed(), joined(BEN, EMPLOYEE))
                        .when(erase(BEN, actor))
                        .then(BEN_REMOVED, BEN_ERASED));
    }

    @Test
    void isNotStoppedByTheLastAdminAndSaysSo() {
        acme().happened(joined(BEN, EMPLOYEE))
                .when(erase(ANNA, ANNA.actor()))
                .then(
                        new UserRemoved(ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.PERSON_ERASED, true),
                        new PersonErased(ACME, ANNA.personId()));
    }

    @Test
    void cancelsTheInvitationsThatTheySent() {
        acme().happened(
                        joined(BEN, ADMIN),
                        invited(
                                CLEO,
                                CLEO.invitationId(),
                                EMPLOYEE,
                                BEN.membershipId(),
                                LINK,
                                NOON.plus(Duration.ofDays(7))))
                .when(erase(BEN, OPERATOR))
                .then(
                        BEN_REMOVED,
                        new InvitationCancelled(ACME, CLEO.invitationId(), CancellationCause.INVITER_LEFT),
                        BEN_ERASED);
    }

    @Test
    void recordsItOfSomebodyWhoWasAUserOnce() {
        acme().happened(joined(BEN, EMPLOYEE), removed(BEN, RemovalCause.LEFT))
                .when(erase(BEN, OPERATOR))
                .then(BEN_ERASED);
    }

    @Test
    void recordsItOnce() {
        acme().happened(joined(BEN, EMPLOYEE), BEN_REMOVED, BEN_ERASED)
                .when(erase(BEN, OPERATOR))
                .nothingHappens();
        acme().when(erase(BEN, OPERATOR)).nothingHappens();
    }

    @Test
    void isPossibleInACustomerThatIsClosed() {
        acme().happened(joined(BEN, EMPLOYEE), new CustomerClosed(ACME))
                .when(erase(BEN, OPERATOR))
                .then(BEN_REMOVED, BEN_ERASED);
    }

    @Test
    void recordsAnEndThatHasPassedAsWhatItWas() {
        acme().happened(joined(BEN, EMPLOYEE), endSet(BEN, NOON.plus(Duration.ofHours(1))))
                .at(NOON.plus(Duration.ofHours(1)))
                .when(erase(BEN, OPERATOR))
                .then(removed(BEN, RemovalCause.EXPIRED), BEN_ERASED);
    }

    @Test
    void isForNobodyElse() {
        Stream.<Actor>of(ANNA.actor(), CLEO.actor(), CLIENT, POLICY, PARTNER)
                .forEach(actor -> acme().happened(joined(BEN, EMPLOYEE))
                        .when(erase(BEN, actor))
                        .refused(new NotPermitted(Permission.ADMINISTER_PEOPLE)));
    }

    private static ErasePerson erase(FirmPerson person, Actor actor) {
        return new ErasePerson(ACME, actor, person.personId());
    }
}
