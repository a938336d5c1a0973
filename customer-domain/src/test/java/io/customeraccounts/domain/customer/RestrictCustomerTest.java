package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.*;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsRestricted;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Iban;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.SepaMandate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Thirty days to name a payment method. */
class RestrictCustomerTest {

    private static final Duration DAY = Duration.ofDays(1);

    /** ACME was opened a week before {@link CustomerStory#NOON}. */
    private static final Instant DUE = NOON.minus(WEEK).plus(DAY.multipliedBy(30));

    private static final CustomerEvent RESTRICTED = new CustomerRestricted(ACME);

    @Nested
    class Restriction {

        @Test
        void beginsThirtyDaysAfterTheOpeningWhetherRecordedOrNot() {
            acme().at(DUE.minusMillis(1)).when(invite()).succeeds();
            acme().at(DUE).when(invite()).refused(new CustomerIsRestricted(ACME));
            acme().at(DUE).happened(RESTRICTED).when(invite()).refused(new CustomerIsRestricted(ACME));
        }

        @Test
        void beginsThirtyDaysAfterTheConfirmationIfOneWasNeeded() {
            var confirmed = unconfirmed(NOON.plus(WEEK)).happened(NOON, new CustomerConfirmed(ACME));
            var due = NOON.plus(DAY.multipliedBy(30));
            confirmed.at(due.minusMillis(1)).when(invite()).succeeds();
            confirmed.at(due).when(invite()).refused(new CustomerIsRestricted(ACME));
        }

        @Test
        void neverComesOnceThereWasAPaymentMethod() {
            acme().happened(mandateAdded(), new PaymentMethodRemoved(ACME, MANDATE))
                    .at(DUE)
                    .when(invite())
                    .succeeds();
        }

        @Test
        void comesAlsoIfInvoiceIsOnlyRequested() {
            acme().happened(invoiceRequested()).at(DUE).when(invite()).refused(new CustomerIsRestricted(ACME));
        }

        @Test
        void leavesWhatExistsAsItIs() {
            acme().at(DUE.minusMillis(1))
                    .happened(joined(BEN, EMPLOYEE), invited(CLEO, DUE.plus(WEEK)))
                    .at(DUE)
                    .when(new AcceptInvitation(
                            ACME, CLEO.actor(), CLEO.invitationId(), CLEO.membershipId(), CLEO.profile(), LINK))
                    .succeeds();
            acme().happened(joined(BEN, EMPLOYEE))
                    .at(DUE)
                    .when(new ChangeGroup(ACME, ANNA.actor(), BEN.membershipId(), ADMIN, null))
                    .succeeds();
        }

        @Test
        void isRecordedOnceWhenDue() {
            acme().at(DUE.minusMillis(1)).when(restrict()).nothingHappens();
            acme().at(DUE).when(restrict()).then(RESTRICTED);
            acme().at(DUE).happened(RESTRICTED).when(restrict()).nothingHappens();
        }

        @Test
        void isNotRecordedOfAnAccountThatIsNotInUse() {
            acme().happened(new CustomerClosed(ACME)).at(DUE).when(restrict()).nothingHappens();
            unconfirmed(DUE.plus(WEEK)).at(DUE).when(restrict()).nothingHappens();
        }

        private static RestrictCustomer restrict() {
            return new RestrictCustomer(ACME, POLICY);
        }
    }

    @Nested
    class FirstPaymentMethod {

        @Test
        void liftsTheRestriction() {
            acme().at(DUE).happened(RESTRICTED).when(addMandate()).then(mandateAdded(), new RestrictionLifted(ACME));
            acme().at(DUE)
                    .happened(RESTRICTED, mandateAdded(), new RestrictionLifted(ACME))
                    .when(invite())
                    .succeeds();
        }

        @Test
        void liftsARestrictionThatIsNotInTheBooksYet() {
            acme().at(DUE).when(addMandate()).then(RESTRICTED, mandateAdded(), new RestrictionLifted(ACME));
        }

        @Test
        void liftsItAlsoWhenAnOperatorEnablesInvoice() {
            acme().happened(invoiceRequested())
                    .at(DUE)
                    .happened(RESTRICTED)
                    .when(new EnablePaymentMethod(ACME, OPERATOR, INVOICE, null))
                    .then(enabled(), new RestrictionLifted(ACME));
        }

        @Test
        void inTimeHasNothingToLift() {
            acme().at(DUE.minusMillis(1)).when(addMandate()).then(mandateAdded());
        }

        @Test
        void isTheOnlyOneThatDoes() {
            acme().at(DUE)
                    .happened(RESTRICTED, cardAdded(DUE.plus(WEEK)), new RestrictionLifted(ACME))
                    .when(addMandate())
                    .then(mandateAdded());
        }

        private static AddSepaMandate addMandate() {
            return new AddSepaMandate(
                    ACME,
                    ANNA.actor(),
                    MANDATE,
                    new SepaMandate(
                            new Iban("DE89370400440532013000"),
                            new SepaMandate.Reference("M-17"),
                            new FullName("Anna Alder")));
        }
    }

    @Nested
    class Reminders {

        private static final CustomerEvent FIRST = new PaymentReminderDue(ACME, DUE, false);
        private static final CustomerEvent LAST = new PaymentReminderDue(ACME, DUE, true);

        @Test
        void areDueOnDay23AndDay29() {
            acme().at(DUE.minus(WEEK).minusMillis(1)).when(remind()).nothingHappens();
            acme().at(DUE.minus(WEEK)).when(remind()).then(FIRST);
            acme().at(DUE.minus(WEEK))
                    .happened(FIRST)
                    .at(DUE.minus(DAY).minusMillis(1))
                    .when(remind())
                    .nothingHappens();
            acme().at(DUE.minus(WEEK))
                    .happened(FIRST)
                    .at(DUE.minus(DAY))
                    .when(remind())
                    .then(LAST);
            acme().at(DUE.minus(DAY)).happened(FIRST, LAST).when(remind()).nothingHappens();
        }

        @Test
        void thatComeTooLateAreLeftOut() {
            acme().at(DUE.minus(DAY)).when(remind()).then(LAST);
            acme().at(DUE.minus(DAY)).happened(LAST).when(remind()).nothingHappens();
            acme().at(DUE).when(remind()).nothingHappens();
        }

        @Test
        void areNotNeededOnceThereIsAPaymentMethodOrTheAccountIsClosed() {
            acme().happened(mandateAdded()).at(DUE.minus(DAY)).when(remind()).nothingHappens();
            acme().happened(new CustomerClosed(ACME))
                    .at(DUE.minus(DAY))
                    .when(remind())
                    .nothingHappens();
        }

        private static RemindOfPayment remind() {
            return new RemindOfPayment(ACME, POLICY);
        }
    }

    private static InviteUser invite() {
        return new InviteUser(
                ACME,
                ANNA.actor(),
                BEN.invitationId(),
                BEN.profile().fullName(),
                BEN.address(),
                null,
                null,
                LINK.hash(),
                Language.EN);
    }
}
