package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.project.OwningCustomer.Standing;
import io.customeraccounts.domain.project.ProjectCommand.CreateProject;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CreateProjectTest {

    private static final PaymentMethodId NO_METHOD = new PaymentMethodId(new UUID(7, 7));
    private static final BillingAddressId NO_ADDRESS = new BillingAddressId(new UUID(7, 7));

    @Test
    void createsAProjectThatUsesWhatTheCustomerUsesByDefault() {
        acme().when(create(null, null, BERLIN)).then(created(CARD, HEAD_OFFICE, LocationName.GLOBAL, BERLIN));
    }

    @Test
    void namesThePaymentMethodAndTheBillingAddressThatWereChosen() {
        acme().when(create(INVOICE, BRANCH)).then(created(INVOICE, BRANCH, LocationName.GLOBAL));
    }

    @Test
    void isEverywhereAndInEachPlaceOnce() {
        acme().when(create(null, null, OSLO, LocationName.GLOBAL, BERLIN, OSLO))
                .then(created(CARD, HEAD_OFFICE, LocationName.GLOBAL, OSLO, BERLIN));
    }

    @Test
    void needsAPaymentMethod() {
        acme().noPaymentMethod().when(create(null, null)).refused(new PaymentMethodRequired(null));
        acme().when(create(NO_METHOD, null)).refused(new PaymentMethodRequired(NO_METHOD));
    }

    @Test
    void needsABillingAddress() {
        acme().noBillingAddress().when(create(null, null)).refused(new BillingAddressRequired(null));
        acme().when(create(null, NO_ADDRESS)).refused(new BillingAddressRequired(NO_ADDRESS));
    }

    @Test
    void refusesAnIdentifierThatIsOrWasAnotherProjects() {
        acme().taken(PORTAL_IDENTIFIER).when(create(null, null)).refused(new ProjectIdentifierTaken("portal"));
    }

    @Test
    void refusesARestrictedCustomer() {
        acme().customerIs(Standing.RESTRICTED).when(create(null, null)).refused(new CustomerIsRestricted(ACME));
    }

    @Test
    void isNothingForACustomerThatIsNotThere() {
        acme().when(new CreateProject(
                        BOLT, PORTAL, OPERATOR, PORTAL_IDENTIFIER, new ProjectName("Portal"), null, null, List.of()))
                .isMisuse();
    }

    @Test
    void refusesALocationThatNoSystemServes() {
        acme().when(create(null, null, BERLIN, NOWHERE)).refused(new LocationNotAvailable(NOWHERE));
    }

    private static CreateProject create(
            @Nullable PaymentMethodId paymentMethod,
            @Nullable BillingAddressId billingAddress,
            LocationName... locations) {
        return new CreateProject(
                ACME,
                PORTAL,
                ANNA.actor(),
                PORTAL_IDENTIFIER,
                new ProjectName("Portal"),
                paymentMethod,
                billingAddress,
                List.of(locations));
    }

    private static ProjectEvent created(
            PaymentMethodId paymentMethod, BillingAddressId billingAddress, LocationName... locations) {
        return new ProjectCreated(ACME, PORTAL, "portal", "Portal", paymentMethod, billingAddress, List.of(locations));
    }
}
