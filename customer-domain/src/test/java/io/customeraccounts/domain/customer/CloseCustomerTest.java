package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand.CloseCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.ConfirmationMismatch;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsClosed;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import org.junit.jupiter.api.Test;

class CloseCustomerTest {

    private static final CustomerClosed CLOSED = new CustomerClosed(ACME);

    @Test
    void closesTheAccountWhoseIdentifierIsTyped() {
        acme().when(close("acme")).then(CLOSED);
    }

    @Test
    void refusesAnythingElseThatIsTyped() {
        acme().when(close("ACME")).refused(new ConfirmationMismatch());
        acme().when(close("acme ")).refused(new ConfirmationMismatch());
        acme().when(close("")).refused(new ConfirmationMismatch());
    }

    @Test
    void cancelsWhatIsStillPending() {
        acme().happened(
                        invited(BEN, NOON.plusMillis(1)),
                        invited(CLEO, NOON),
                        invited(DORA, NOON.plus(WEEK)),
                        new InvitationDeclined(ACME, DORA.invitationId()))
                .when(close("acme"))
                .then(cancelled(BEN, CancellationCause.CUSTOMER_CLOSED), CLOSED);
    }

    @Test
    void neverFreesTheIdentifier() {
        var story = acme().reserved("acme", ACME);
        story.when(close("acme"));
        assertThat(story.isReserved("acme")).isTrue();
    }

    @Test
    void isFinal() {
        acme().happened(CLOSED).when(close("acme")).refused(new CustomerIsClosed(ACME));
    }

    private static CloseCustomer close(String typed) {
        return new CloseCustomer(ACME, ANNA.actor(), typed);
    }
}
