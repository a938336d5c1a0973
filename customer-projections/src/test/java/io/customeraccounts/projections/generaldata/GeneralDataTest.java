package io.customeraccounts.projections.generaldata;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.*;
import io.customeraccounts.projections.customers.CustomerRow;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class GeneralDataTest {

    private static final PaymentMethodId INVOICE = new PaymentMethodId(Story.id("invoice"));
    private static final PaymentMethodId CARD = new PaymentMethodId(Story.id("card"));
    private static final PaymentMethodId MANDATE = new PaymentMethodId(Story.id("mandate"));
    private static final BillingAddressId BERLIN = new BillingAddressId(Story.id("berlin"));
    private static final BillingAddressId HAMBURG = new BillingAddressId(Story.id("hamburg"));
    private static final String ADDRESS = "DE\n10115\nBerlin\nDE123456789\nACME GmbH\nHauptstr. 17";

    @Parameter
    Databases kind;

    private ReadSide is;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void hasNothingAtFirst() {
        assertThat(is.generalData.find(ACME.id())).contains(new GeneralDataRow(null, null, null, null, 0));
        assertThat(is.generalData.find(BOLT.id())).isEmpty();
    }

    @Test
    void showsWhatWasLastSaid() {
        is.happened(
                new CompanyAddressSet(ACME.id(), own(ADDRESS)),
                new CostCentreSet(ACME.id(), own("4711")),
                new PaymentDefaultsSet(ACME.id(), MANDATE, BERLIN));

        assertThat(is.generalData.find(ACME.id()))
                .contains(new GeneralDataRow(
                        new AddressRow(List.of("ACME GmbH", "Hauptstr. 17"), "10115", "Berlin", "DE", "DE123456789"),
                        "4711",
                        MANDATE,
                        BERLIN,
                        4));

        is.happened(
                new CompanyAddressSet(ACME.id(), own("HK\n\nHong Kong\n\nPier 1")),
                new CostCentreSet(ACME.id(), null),
                new PaymentDefaultsSet(ACME.id(), null, BERLIN));
        assertThat(is.generalData.find(ACME.id()))
                .contains(new GeneralDataRow(
                        new AddressRow(List.of("Pier 1"), null, "Hong Kong", "HK", null), null, null, BERLIN, 7));
    }

    @Test
    void offersNoLongerWhatIsRemoved() {
        is.happened(addressAdded(BERLIN), mandateAdded(MANDATE), new PaymentDefaultsSet(ACME.id(), MANDATE, BERLIN));

        is.happened(mandateAdded(CARD), new PaymentMethodRemoved(ACME.id(), CARD));
        assertThat(is.generalData.find(ACME.id())).contains(new GeneralDataRow(null, null, MANDATE, BERLIN, 4));

        is.happened(new PaymentMethodRemoved(ACME.id(), MANDATE));
        assertThat(is.generalData.find(ACME.id())).contains(new GeneralDataRow(null, null, null, BERLIN, 7));

        is.happened(new BillingAddressRemoved(ACME.id(), BERLIN));
        assertThat(is.generalData.find(ACME.id())).contains(new GeneralDataRow(null, null, null, null, 8));
    }

    @Test
    void listsBillingAddressesInTheOrderOfTheirAdding() {
        is.happened(addressAdded(HAMBURG));
        is.clock.advance(Duration.ofSeconds(1));
        is.happened(
                addressAdded(BERLIN), new BillingAddressChanged(ACME.id(), HAMBURG, own("DE\n\nHamburg\n\nWall 1")));

        var first = is.generalData.billingAddresses(ACME.id(), new PageRequest(null, 1));
        var second = is.generalData.billingAddresses(ACME.id(), new PageRequest(first.next(), 1));
        assertThat(first.items()).extracting(BillingAddressRow::id).containsExactly(HAMBURG);
        assertThat(first.items()).extracting(it -> it.address().city()).containsExactly("Hamburg");
        assertThat(second.items()).extracting(BillingAddressRow::id).containsExactly(BERLIN);
        assertThat(second.next()).isNull();
        assertThat(is.generalData.billingAddresses(BOLT.id(), PageRequest.FIRST).items())
                .isEmpty();
    }

    @Test
    void forgetsABillingAddressThatIsRemoved() {
        is.happened(addressAdded(BERLIN), addressAdded(HAMBURG), new BillingAddressRemoved(ACME.id(), BERLIN));

        assertThat(is.generalData.billingAddress(ACME.id(), BERLIN)).isEmpty();
        assertThat(is.generalData.billingAddress(ACME.id(), HAMBURG)).isPresent();
        assertThat(is.generalData.billingAddress(BOLT.id(), HAMBURG)).isEmpty();
        assertThat(is.generalData.billingAddresses(ACME.id(), PageRequest.FIRST).items())
                .extracting(BillingAddressRow::id)
                .containsExactly(HAMBURG);
        assertThat(is.rows().get("billing_address").toString()).containsOnlyOnce("Hauptstr");
    }

    @Test
    void showsPaymentMethodsWithoutWhatMoneyIsCollectedWith() {
        var expiresAt = is.in(Duration.ofDays(20));
        is.happened(new InvoicePaymentRequested(ACME.id(), INVOICE));
        is.clock.advance(Duration.ofSeconds(1));
        is.happened(cardAdded(CARD, expiresAt));
        is.clock.advance(Duration.ofSeconds(1));
        is.happened(mandateAdded(MANDATE));

        assertThat(is.generalData.paymentMethods(ACME.id(), PageRequest.FIRST).items())
                .containsExactly(
                        new PaymentMethodRow(
                                INVOICE,
                                PaymentMethodKind.INVOICE,
                                PaymentMethodState.REQUESTED,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                ReadSide.NOON,
                                2),
                        new PaymentMethodRow(
                                CARD,
                                PaymentMethodKind.CARD,
                                PaymentMethodState.ACTIVE,
                                CardBrand.VISA,
                                "1111",
                                expiresAt,
                                null,
                                null,
                                null,
                                ReadSide.NOON.plusSeconds(1),
                                3),
                        new PaymentMethodRow(
                                MANDATE,
                                PaymentMethodKind.SEPA_MANDATE,
                                PaymentMethodState.ACTIVE,
                                null,
                                null,
                                null,
                                "DE****************3000",
                                "M-17",
                                "Anna Alder",
                                ReadSide.NOON.plusSeconds(2),
                                4));
        assertThat(is.rows().get("payment_method").toString()).doesNotContain("pm_1NxYz", "37040044");
    }

    @Test
    void showsStatesAsTheClockSeesThem() {
        var expiresAt = is.in(Duration.ofDays(20));
        is.happened(cardAdded(CARD, expiresAt), new InvoicePaymentRequested(ACME.id(), INVOICE));
        is.happened(new PaymentMethodEnabled(ACME.id(), INVOICE));

        is.clock.moveTo(expiresAt.minusMillis(1));
        assertThat(stateOf(CARD)).isEqualTo(PaymentMethodState.ACTIVE);
        is.clock.moveTo(expiresAt);
        assertThat(stateOf(CARD)).isEqualTo(PaymentMethodState.EXPIRED);
        is.happened(new PaymentMethodExpired(ACME.id(), CARD));
        assertThat(stateOf(CARD)).isEqualTo(PaymentMethodState.EXPIRED);
        assertThat(stateOf(INVOICE)).isEqualTo(PaymentMethodState.ACTIVE);
    }

    @Test
    void forgetsAPaymentMethodThatIsRemoved() {
        is.happened(mandateAdded(MANDATE), new PaymentMethodRemoved(ACME.id(), MANDATE));

        assertThat(is.generalData.paymentMethod(ACME.id(), MANDATE)).isEmpty();
        assertThat(is.generalData.paymentMethods(ACME.id(), PageRequest.FIRST).items())
                .isEmpty();
        assertThat(is.rows().get("payment_method").toString())
                .contains("REMOVED")
                .doesNotContain("Anna", "M-17", "3000");
    }

    @Test
    void restrictsACustomerFromTheVeryInstantOnUntilItHasAPaymentMethod() {
        var due = is.in(Duration.ofDays(30));
        assertThat(acme().paymentDueBy()).isEqualTo(due);

        is.clock.moveTo(due.minusMillis(1));
        assertThat(acme().state()).isEqualTo(CustomerState.ACTIVE);
        is.clock.moveTo(due);
        assertThat(acme().state()).isEqualTo(CustomerState.RESTRICTED);
        is.happened(new CustomerRestricted(ACME.id()));
        assertThat(acme().state()).isEqualTo(CustomerState.RESTRICTED);
        assertThat(acme().version()).isEqualTo(2);

        is.happened(mandateAdded(MANDATE), new RestrictionLifted(ACME.id()));
        assertThat(acme().state()).isEqualTo(CustomerState.ACTIVE);
        assertThat(acme().paymentDueBy()).isNull();
        assertThat(acme().version()).isEqualTo(4);
    }

    @Test
    void countsFromTheConfirmationIfOneIsNeeded() {
        is.happened(BOLT.openedUntil(ANNA, is.in(Duration.ofDays(14))), ANNA.admin(BOLT));
        assertThat(is.customers.find(BOLT.id()).orElseThrow().paymentDueBy()).isNull();

        is.clock.advance(Duration.ofDays(3));
        is.happened(new CustomerConfirmed(BOLT.id()));
        assertThat(is.customers.find(BOLT.id()).orElseThrow().paymentDueBy()).isEqualTo(is.in(Duration.ofDays(30)));
    }

    @Test
    void neverRestrictsACustomerThatHadAPaymentMethodOnce() {
        is.happened(cardAdded(CARD, is.in(Duration.ofDays(1))), new PaymentMethodRemoved(ACME.id(), CARD));
        assertThat(acme().version()).isEqualTo(2);

        is.clock.advance(Duration.ofDays(31));
        assertThat(acme().state()).isEqualTo(CustomerState.ACTIVE);
    }

    private CustomerRow acme() {
        return is.customers.find(ACME.id()).orElseThrow();
    }

    private PaymentMethodState stateOf(PaymentMethodId id) {
        return is.generalData.paymentMethod(ACME.id(), id).orElseThrow().state();
    }

    private static CustomerEvent addressAdded(BillingAddressId id) {
        return new BillingAddressAdded(ACME.id(), id, own(ADDRESS));
    }

    private static CustomerEvent cardAdded(PaymentMethodId id, Instant expiresAt) {
        return new CardPaymentAdded(ACME.id(), id, own("pm_1NxYzA2eZvKYlo2C"), CardBrand.VISA, own("1111"), expiresAt);
    }

    private static CustomerEvent mandateAdded(PaymentMethodId id) {
        return new SepaMandateAdded(ACME.id(), id, own("DE89370400440532013000"), own("M-17"), own("Anna Alder"));
    }

    private static Personal own(String value) {
        return new Personal.Known(KeyId.of(ACME.id()), value);
    }
}
