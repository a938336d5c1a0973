package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.AddMyself;
import io.customeraccounts.domain.customer.CustomerCommand.BecomeCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.BecomePartner;
import io.customeraccounts.domain.customer.CustomerCommand.EnablePaymentMethod;
import io.customeraccounts.domain.customer.CustomerCommand.LeaveCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.ResendConfirmation;
import io.customeraccounts.domain.customer.CustomerCommand.TransferCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsClosed;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsExpired;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerPendingConfirmation;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An account that is not confirmed yet, never was, or is closed, refuses everything that would change it. */
class UnusableCustomerTest {

    @ParameterizedTest
    @MethodSource("commands")
    void refusesUntilItIsConfirmed(CustomerCommand command) {
        unconfirmed(NOON.plusMillis(1))
                .happened(
                        managed(),
                        joined(BEN, EMPLOYEE),
                        invited(CLEO, NOON.plus(WEEK)),
                        addressAdded(),
                        invoiceRequested())
                .when(command)
                .refused(new CustomerPendingConfirmation(ACME));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refusesOnceItCanNoLongerBeConfirmed(CustomerCommand command) {
        unconfirmed(NOON)
                .happened(
                        managed(),
                        joined(BEN, EMPLOYEE),
                        invited(CLEO, NOON.plus(WEEK)),
                        addressAdded(),
                        invoiceRequested())
                .when(command)
                .refused(new CustomerIsExpired(ACME));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refusesOnceItHasExpired(CustomerCommand command) {
        unconfirmed(NOON.minus(WEEK))
                .happened(
                        managed(),
                        joined(BEN, EMPLOYEE),
                        invited(CLEO, NOON.plus(WEEK)),
                        addressAdded(),
                        invoiceRequested(),
                        new CustomerExpired(ACME, ACME_IDENTIFIER.value(), ANNA.personId()))
                .when(command)
                .refused(new CustomerIsExpired(ACME));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refusesOnceItIsClosed(CustomerCommand command) {
        acme().happened(
                        managed(),
                        joined(BEN, EMPLOYEE),
                        invited(CLEO, NOON.plus(WEEK)),
                        addressAdded(),
                        invoiceRequested(),
                        new CustomerClosed(ACME))
                .when(command)
                .refused(new CustomerIsClosed(ACME));
    }

    /** Confirming and its mail are the way out, and have tests of their own. */
    private static Stream<CustomerCommand> commands() {
        var byAdmins = WhoMayTest.ADMIN_COMMANDS.stream()
                .filter(command -> command.type() != ResendConfirmation.class)
                .map(command -> command.by(ANNA.actor()));
        var byOthers = Stream.of(
                new EnablePaymentMethod(ACME, OPERATOR, INVOICE, null),
                new TransferCustomer(ACME, OPERATOR, BIRCH, null),
                new AddMyself(ACME, PARTNER, PAULA.membershipId(), PAULA.profile(), PAULA.address(), null),
                new BecomePartner(ACME, OPERATOR, null),
                new BecomeCustomer(ACME, OPERATOR, null),
                new LeaveCustomer(ACME, BEN.actor()),
                new AcceptInvitation(
                        ACME, CLEO.actor(), CLEO.invitationId(), CLEO.membershipId(), CLEO.profile(), LINK));
        return Stream.concat(byAdmins, byOthers);
    }
}
