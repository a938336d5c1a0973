package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.project.ProjectCommand.ChangeProjectPayment;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeProjectPaymentTest {

    @Test
    void changesWhatIsGivenAndKeepsWhatIsAbsent() {
        portal().when(change(INVOICE, BRANCH)).then(changed(INVOICE, BRANCH));
        portal().when(change(INVOICE, null)).then(changed(INVOICE, HEAD_OFFICE));
        portal().when(change(null, BRANCH)).then(changed(CARD, BRANCH));
    }

    @Test
    void doesNothingWhenBothAreTheSame() {
        portal().when(change(CARD, HEAD_OFFICE)).nothingHappens();
        portal().when(change(null, null)).nothingHappens();
        portal().happened(changed(INVOICE, BRANCH)).when(change(INVOICE, null)).nothingHappens();
    }

    @Test
    void refusesWhatTheCustomerDoesNotHave() {
        portal().noPaymentMethod().when(change(INVOICE, null)).refused(new PaymentMethodRequired(INVOICE));
        portal().noBillingAddress().when(change(null, BRANCH)).refused(new BillingAddressRequired(BRANCH));
    }

    @Test
    void holdsOnlyWhatIsNew() {
        assertThat(portal().noPaymentMethod()
                        .when(change(CARD, BRANCH))
                        .then(changed(CARD, BRANCH))
                        .held())
                .containsExactly(BRANCH);
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        portal().happened(changed(INVOICE, BRANCH))
                .when(new ChangeProjectPayment(ACME, PORTAL, ANNA.actor(), CARD, null, 0L))
                .refused(new VersionMismatch(1));
        portal().happened(changed(INVOICE, BRANCH))
                .when(new ChangeProjectPayment(ACME, PORTAL, ANNA.actor(), CARD, null, 1L))
                .then(changed(CARD, BRANCH));
    }

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(change(INVOICE, null)).refused(new ProjectEnded(PORTAL, NOON));
    }

    private static ChangeProjectPayment change(
            @Nullable PaymentMethodId paymentMethod, @Nullable BillingAddressId billingAddress) {
        return new ChangeProjectPayment(ACME, PORTAL, ANNA.actor(), paymentMethod, billingAddress, null);
    }

    private static ProjectEvent changed(PaymentMethodId paymentMethod, BillingAddressId billingAddress) {
        return new ProjectPaymentChanged(ACME, PORTAL, paymentMethod, billingAddress);
    }
}
