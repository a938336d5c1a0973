package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.*;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.TextLine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Addresses, the cost centre, and what new projects are offered. */
class GeneralDataTest {

    private static final CustomerEvent SEATED =
            new CompanyAddressSet(ACME, own(address("Berlin").asText()));
    private static final CustomerEvent COST_CENTRE = new CostCentreSet(ACME, own("4711"));
    private static final CustomerEvent DEFAULTS = new PaymentDefaultsSet(ACME, MANDATE, BERLIN);

    @Nested
    class CompanyAddress {

        @Test
        void isSetAndChanged() {
            acme().when(seat("Berlin", null)).then(SEATED);
            acme().happened(SEATED)
                    .when(seat("Hamburg", null))
                    .then(new CompanyAddressSet(ACME, own(address("Hamburg").asText())));
        }

        @Test
        void isNotRecordedAgain() {
            acme().happened(SEATED).when(seat("Berlin", null)).nothingHappens();
        }

        @Test
        void cannotBeChangedByWhoHasNotSeenTheLastChangeOfGeneralData() {
            acme().when(seat("Berlin", 0L)).then(SEATED);
            acme().happened(SEATED).when(seat("Hamburg", 0L)).refused(new VersionMismatch(2));
            acme().happened(SEATED, COST_CENTRE).when(seat("Hamburg", 2L)).refused(new VersionMismatch(3));
            acme().happened(SEATED).when(seat("Berlin", 2L)).nothingHappens();
        }

        private static SetCompanyAddress seat(String city, @Nullable Long expectedVersion) {
            return new SetCompanyAddress(ACME, ANNA.actor(), address(city), expectedVersion);
        }
    }

    @Nested
    class CostCentre {

        @Test
        void isSetAndTakenAway() {
            acme().when(set("4711", null)).then(COST_CENTRE);
            acme().happened(COST_CENTRE).when(set(null, null)).then(new CostCentreSet(ACME, null));
        }

        @Test
        void isNotRecordedAgain() {
            acme().happened(COST_CENTRE).when(set("4711", null)).nothingHappens();
            acme().when(set(null, null)).nothingHappens();
        }

        @Test
        void cannotBeChangedByWhoHasNotSeenTheLastChange() {
            acme().happened(COST_CENTRE).when(set("4712", 0L)).refused(new VersionMismatch(2));
        }

        private static SetCostCentre set(@Nullable String text, @Nullable Long expectedVersion) {
            return new SetCostCentre(ACME, ANNA.actor(), text == null ? null : new TextLine(text), expectedVersion);
        }
    }

    @Nested
    class BillingAddresses {

        @Test
        void areAdded() {
            acme().when(new AddBillingAddress(ACME, ANNA.actor(), BERLIN, address("Berlin")))
                    .then(addressAdded());
        }

        @Test
        void areChanged() {
            acme().happened(addressAdded())
                    .when(change("Hamburg", 2L))
                    .then(new BillingAddressChanged(
                            ACME, BERLIN, own(address("Hamburg").asText())));
        }

        @Test
        void areNotChangedToTheSame() {
            acme().happened(addressAdded()).when(change("Berlin", null)).nothingHappens();
        }

        @Test
        void cannotBeChangedByWhoHasNotSeenTheLastChange() {
            acme().happened(addressAdded()).when(change("Hamburg", 1L)).refused(new VersionMismatch(2));
        }

        @Test
        void areRemoved() {
            acme().happened(addressAdded()).when(remove(null)).then(new BillingAddressRemoved(ACME, BERLIN));
        }

        @Test
        void cannotBeRemovedWhileProjectsNameThem() {
            acme().happened(addressAdded())
                    .named(BERLIN, WEBSITE)
                    .when(remove(null))
                    .refused(new InUse(java.util.List.of(WEBSITE)));
        }

        @Test
        void cannotBeRemovedByWhoHasNotSeenTheLastChange() {
            acme().happened(addressAdded()).when(remove(1L)).refused(new VersionMismatch(2));
        }

        @Test
        void areUnknownOnceRemoved() {
            var gone = acme().happened(addressAdded(), new BillingAddressRemoved(ACME, BERLIN));
            gone.when(remove(null)).refused(new BillingAddressNotFound());
            gone.when(change("Hamburg", null)).refused(new BillingAddressNotFound());
            acme().when(remove(null)).refused(new BillingAddressNotFound());
        }

        private static ChangeBillingAddress change(String city, @Nullable Long expectedVersion) {
            return new ChangeBillingAddress(ACME, ANNA.actor(), BERLIN, address(city), expectedVersion);
        }

        private static RemoveBillingAddress remove(@Nullable Long expectedVersion) {
            return new RemoveBillingAddress(ACME, ANNA.actor(), BERLIN, expectedVersion);
        }
    }

    @Nested
    class Defaults {

        @Test
        void areSetAndTakenAway() {
            usable().when(set(MANDATE, BERLIN, null)).then(DEFAULTS);
            usable().happened(DEFAULTS).when(set(null, null, null)).then(new PaymentDefaultsSet(ACME, null, null));
        }

        @Test
        void areNotRecordedAgain() {
            usable().happened(DEFAULTS).when(set(MANDATE, BERLIN, null)).nothingHappens();
            acme().when(set(null, null, null)).nothingHappens();
        }

        @Test
        void nameOnlyWhatTheCustomerHas() {
            acme().happened(mandateAdded())
                    .when(set(MANDATE, BERLIN, null))
                    .refused(new BillingAddressNotAvailable(BERLIN));
            acme().happened(addressAdded())
                    .when(set(MANDATE, BERLIN, null))
                    .refused(new PaymentMethodNotAvailable(MANDATE));
        }

        @Test
        void nameOnlyAPaymentMethodThatIsActive() {
            acme().happened(invoiceRequested())
                    .when(set(INVOICE, null, null))
                    .refused(new PaymentMethodNotAvailable(INVOICE));
            var card = acme().happened(cardAdded(NOON.plusMillis(1)));
            card.when(set(CARD, null, null)).then(new PaymentDefaultsSet(ACME, CARD, null));
            card.at(NOON.plusMillis(1)).when(set(CARD, null, null)).refused(new PaymentMethodNotAvailable(CARD));
        }

        @Test
        void areGoneWithWhatTheyName() {
            usable().happened(DEFAULTS, new PaymentMethodRemoved(ACME, MANDATE))
                    .when(set(null, BERLIN, 5L))
                    .nothingHappens();
            usable().happened(DEFAULTS, new BillingAddressRemoved(ACME, BERLIN))
                    .when(set(MANDATE, null, 5L))
                    .nothingHappens();
        }

        @Test
        void doNotMindThatSomethingElseIsRemoved() {
            usable().happened(cardAdded(NOON.plus(WEEK)), DEFAULTS, new PaymentMethodRemoved(ACME, CARD))
                    .when(set(MANDATE, BERLIN, 5L))
                    .nothingHappens();
        }

        private static CustomerStory usable() {
            return acme().happened(mandateAdded(), addressAdded());
        }

        private static SetPaymentDefaults set(
                @Nullable PaymentMethodId method, @Nullable BillingAddressId address, @Nullable Long expectedVersion) {
            return new SetPaymentDefaults(ACME, ANNA.actor(), method, address, expectedVersion);
        }
    }
}
