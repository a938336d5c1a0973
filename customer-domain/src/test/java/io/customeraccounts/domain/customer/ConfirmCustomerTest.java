package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.ConfirmCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.ConfirmationUnknown;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsClosed;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsExpired;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConfirmCustomerTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));

    @Test
    void makesTheAccountUsable() {
        unconfirmed(TOMORROW).when(confirm(LINK)).then(new CustomerConfirmed(ACME));
    }

    @Test
    void takesTheLinkAsProofWhoeverFollowsIt() {
        unconfirmed(TOMORROW)
                .when(new ConfirmCustomer(ACME, DORA.actor(), LINK))
                .then(new CustomerConfirmed(ACME));
        unconfirmed(TOMORROW)
                .when(new ConfirmCustomer(ACME, new Actor.Policy("ConfirmationLink"), LINK))
                .then(new CustomerConfirmed(ACME));
    }

    @Test
    void confirmsUntilTheInstantBeforeTheLastOne() {
        unconfirmed(TOMORROW).at(TOMORROW.minusMillis(1)).when(confirm(LINK)).then(new CustomerConfirmed(ACME));
    }

    @Test
    void refusesAtTheVeryInstantTheTimeIsOver() {
        unconfirmed(TOMORROW).at(TOMORROW).when(confirm(LINK)).refused(new CustomerIsExpired(ACME));
    }

    @Test
    void refusesAnAccountThatHasExpired() {
        unconfirmed(NOON)
                .happened(new CustomerExpired(ACME, ACME_IDENTIFIER.value(), ANNA.personId()))
                .when(confirm(LINK))
                .refused(new CustomerIsExpired(ACME));
    }

    @Test
    void doesNothingTheSecondTimeAlsoLater() {
        unconfirmed(TOMORROW)
                .happened(new CustomerConfirmed(ACME))
                .when(confirm(LINK))
                .nothingHappens();
        unconfirmed(TOMORROW)
                .happened(new CustomerConfirmed(ACME))
                .at(TOMORROW)
                .when(confirm(LINK))
                .nothingHappens();
    }

    @Test
    void refusesAnAccountThatWasClosedSince() {
        unconfirmed(TOMORROW)
                .happened(new CustomerConfirmed(ACME), new CustomerClosed(ACME))
                .when(confirm(LINK))
                .refused(new CustomerIsClosed(ACME));
    }

    @Test
    void refusesAnotherSecretWhateverHasBecomeOfTheAccount() {
        var wrong = new Secret("a guess");
        unconfirmed(TOMORROW).when(confirm(wrong)).refused(new ConfirmationUnknown(ACME));
        unconfirmed(TOMORROW).at(TOMORROW).when(confirm(wrong)).refused(new ConfirmationUnknown(ACME));
        unconfirmed(TOMORROW)
                .happened(new CustomerConfirmed(ACME))
                .when(confirm(wrong))
                .refused(new ConfirmationUnknown(ACME));
    }

    @Test
    void refusesAnAccountThatNeededNoConfirmation() {
        acme().when(confirm(LINK)).refused(new ConfirmationUnknown(ACME));
    }

    @Test
    void knowsOnlyTheLinkOfTheLastMail() {
        var resent = new ConfirmationResent(ACME, NEW_LINK.hash());
        unconfirmed(TOMORROW).happened(resent).when(confirm(LINK)).refused(new ConfirmationUnknown(ACME));
        unconfirmed(TOMORROW).happened(resent).when(confirm(NEW_LINK)).then(new CustomerConfirmed(ACME));
    }

    @Test
    void gainsNoTimeByAnotherMail() {
        unconfirmed(TOMORROW)
                .happened(new ConfirmationResent(ACME, NEW_LINK.hash()))
                .at(TOMORROW)
                .when(confirm(NEW_LINK))
                .refused(new CustomerIsExpired(ACME));
    }

    private static ConfirmCustomer confirm(Secret secret) {
        return new ConfirmCustomer(ACME, ANNA.actor(), secret);
    }
}
