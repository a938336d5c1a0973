package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.BillingAddressAdded;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CompanyAddressSet;
import io.customeraccounts.domain.events.CustomerEvent.CostCentreSet;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.projections.generaldata.AddressRow;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.rebuild.FollowerMemory;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Followed;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is personal of the general data of a time is known or erased, as it is today, and kept in no table of the past. */
@ParameterizedClass
@EnumSource
class PastGeneralDataTest {

    private static final String ADDRESS = "DE\n10115\nBerlin\nDE123456789\nACME\nElsewhere 7";
    private static final String IBAN = "DE89370400440532013000";

    @Parameter
    Databases kind;

    private final InMemoryVault vault = new InMemoryVault();
    private final Map<Long, DomainEvent> events = new HashMap<>();
    private Followed followed;
    private PointInTime past;

    @BeforeEach
    void happened() {
        followed = new Followed(kind, Followed::historians);
        past = new PointInTime(
                followed.sql,
                new TestClock(NOON),
                Groups.shipped(),
                positions -> positions.stream().collect(Collectors.toMap(it -> it, events::get)),
                vault);
        happened(ACME.opened(ANNA));
        happened(new CompanyAddressSet(ACME.id(), own(ADDRESS)));
        happened(new CostCentreSet(ACME.id(), own("Anna's desk")));
        happened(new BillingAddressAdded(ACME.id(), new BillingAddressId(Story.id("address")), own(ADDRESS)));
        happened(new CardPaymentAdded(
                ACME.id(),
                new PaymentMethodId(Story.id("card")),
                own("tok_secret"),
                CardBrand.VISA,
                own("1111"),
                NOON.plus(Duration.ofDays(1))));
        happened(new SepaMandateAdded(
                ACME.id(), new PaymentMethodId(Story.id("mandate")), own(IBAN), own("M-17"), own("Anna Alder")));
    }

    private void happened(DomainEvent event) {
        followed.happened(new Decision(NOON, List.of(event)));
        events.put((long) followed.last(), event);
    }

    private Personal own(String text) {
        return vault.seal(new Personal.Known(KeyId.of(ACME.id()), text));
    }

    @AfterEach
    void close() {
        followed.close();
    }

    private String shown() {
        return past.generalData(ACME.id(), NOON).orElseThrow()
                + past.billingAddresses(ACME.id(), NOON, PageRequest.FIRST)
                        .items()
                        .toString()
                + past.paymentMethods(ACME.id(), NOON, PageRequest.FIRST).items();
    }

    @Test
    void isShownWhileItIsKnown() {
        assertThat(past.generalData(ACME.id(), NOON))
                .contains(new PastGeneralData(AddressRow.of(ADDRESS), "Anna's desk", null, null, false));
        assertThat(shown())
                .contains("Elsewhere 7", "1111", "DE****************3000", "M-17", "Anna Alder")
                .doesNotContain(IBAN, "tok_secret");
    }

    @Test
    void isGoneOnceItIsErased() {
        vault.destroy(KeyId.of(ACME.id()));

        assertThat(past.generalData(ACME.id(), NOON)).contains(new PastGeneralData(null, null, null, null, true));
        assertThat(past.billingAddresses(ACME.id(), NOON, PageRequest.FIRST).items())
                .containsExactly(new PastBillingAddress(new BillingAddressId(Story.id("address")), null));
        assertThat(shown()).contains("VISA").doesNotContain("Elsewhere", "1111", "DE*", "M-17", "Alder", "desk");
    }

    @Test
    void isInNoTableOfThePast() {
        var rows = FollowerMemory.HISTORY.tableNames().stream()
                .flatMap(table -> followed.sql.sql("select * from " + table).query().listOfRows().stream())
                .toList();

        assertThat(rows).hasSizeGreaterThan(6);
        assertThat(rows.toString()).doesNotContain("Elsewhere", "1111", "3000", "M-17", "Alder", "desk", "tok_");
        events.values().stream()
                .filter(CostCentreSet.class::isInstance)
                .forEach(it -> assertThat(rows.toString())
                        .doesNotContain(((Personal.Sealed) ((CostCentreSet) it).costCentre()).ciphertext()));
    }

    @Test
    void isNotFilledWhereItIsNotKept() {
        assertThat(past.isFilled(ACME.id())).isTrue();
        followed.sql.sql("delete from past_general_data").update();

        assertThat(past.isFilled(ACME.id())).isFalse();
        assertThat(past.generalData(ACME.id(), NOON)).isEmpty();
    }
}
