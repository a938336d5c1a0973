package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.customeraccounts.domain.values.InvalidValue.Reason;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a customer tells about itself and how it pays. */
class GeneralDataValuesTest {

    private static final TextLine LINE = new TextLine("Hauptstr. 17");
    private static final TextLine CITY = new TextLine("Berlin");
    private static final Country GERMANY = new Country("DE");

    @ParameterizedTest
    @ValueSource(strings = {"DE", "US", "HK", "AX"})
    void acceptsEveryCountryOfTheStandard(String code) {
        assertThat(new Country(code).value()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de", "DEU", "XX", "EU", "D", "Germany"})
    void refusesOtherCountries(String code) {
        assertThat(reason(() -> new Country(code))).isEqualTo(Reason.COUNTRY_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "DE123456789, DE123456789",
        "de 123 456 789, DE123456789",
        "ATU12345678, ATU12345678",
        "BE0123.456.789, BE0123456789",
        "ESX1234567X, ESX1234567X",
        "FRAB123456789, FRAB123456789",
        "IE1234567WA, IE1234567WA",
        "NL123456789B01, NL123456789B01",
        "XIGD123, XIGD123",
        "CHE-123.456.789 MWST, CHE123456789MWST",
        "GB123456789, GB123456789",
        "NO123456789MVA, NO123456789MVA",
    })
    void bringsVatIdsIntoTheirForm(String text, String vatId) {
        assertThat(new VatId(text).value()).isEqualTo(vatId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "D", "DE", "DE12345678", "DE1234567890", "ATX12345678", "123456789", "GB1", "XIGD1"})
    void refusesWhatIsNoVatId(String text) {
        assertThat(reason(() -> new VatId(text))).isEqualTo(Reason.VAT_ID_MALFORMED);
    }

    @Test
    void refusesALongVatIdFast() {
        assertThat(reason(() -> new VatId("DE" + " ".repeat(1_000_000)))).isEqualTo(Reason.VAT_ID_MALFORMED);
    }

    @Test
    void addressesHaveOneToSixLines() {
        assertThat(address(List.of(LINE)).lines()).containsExactly(LINE);
        assertThat(address(Collections.nCopies(6, LINE)).lines()).hasSize(6);
        assertThat(reason(() -> address(List.of()))).isEqualTo(Reason.ADDRESS_WITHOUT_LINES);
        assertThat(reason(() -> address(Collections.nCopies(7, LINE)))).isEqualTo(Reason.ADDRESS_TOO_LONG);
    }

    @Test
    void addressesHaveAStoredForm() {
        var full = new PostalAddress(
                List.of(new TextLine("ACME GmbH"), LINE),
                new TextLine("10115"),
                CITY,
                GERMANY,
                new VatId("DE123456789"));

        assertThat(full.asText()).isEqualTo("DE\n10115\nBerlin\nDE123456789\nACME GmbH\nHauptstr. 17");
        assertThat(address(List.of(LINE)).asText()).isEqualTo("DE\n\nBerlin\n\nHauptstr. 17");
    }

    @Test
    void aCardIsGoodUntilTheEndOfItsMonth() {
        assertThat(card("2028-02").expiresAt()).isEqualTo(Instant.parse("2028-03-01T00:00:00Z"));
        assertThat(card("2028-12").expiresAt()).isEqualTo(Instant.parse("2029-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_1NxYzA2eZvKYlo2C", "8ac7a4a1-6f", "tok/4=+~"})
    void acceptsTokensOfProviders(String token) {
        assertThat(new PaymentCard.Token(token).value()).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "with space", "zürich-token", "4111111111111111", "tok_4111-1111-1111-1111"})
    void refusesTokensThatAreNoneOrACardNumber(String token) {
        assertThat(reason(() -> new PaymentCard.Token(token))).isEqualTo(Reason.CARD_TOKEN_MALFORMED);
        assertThat(reason(() -> new PaymentCard.Token("t".repeat(201)))).isEqualTo(Reason.CARD_TOKEN_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "12345", "12a4", "１２３４"})
    void refusesOtherThanFourDigits(String digits) {
        assertThat(reason(() -> new PaymentCard.LastDigits(digits))).isEqualTo(Reason.CARD_DIGITS_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"M", "ACME-2026/17", "A+?/:().,' -9", "12345678901234567890123456789012345"})
    void acceptsMandateReferences(String reference) {
        assertThat(new SepaMandate.Reference(reference).value()).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " M", "/M", "M/", "M//1", "MÜ", "M&1", "M\n1", "123456789012345678901234567890123456"})
    void refusesOtherMandateReferences(String reference) {
        assertThat(reason(() -> new SepaMandate.Reference(reference))).isEqualTo(Reason.MANDATE_REFERENCE_MALFORMED);
    }

    @Test
    void whatMayBePersonalIsHiddenWhenLogged() {
        var address = address(List.of(LINE));
        var mandate = new SepaMandate(
                new Iban("DE89370400440532013000"), new SepaMandate.Reference("M-1"), new FullName("Anna Alder"));

        assertThat(address.toString() + LINE + new VatId("DE123456789") + mandate + card("2028-02"))
                .doesNotContain("Hauptstr", "123456789", "Anna", "3704", "pm_1NxYz");
    }

    @Test
    void anIdIsNoCardNumberWhateverItsDigits() {
        var id = "00000000-0000-7000-4111-111111111111";
        assertThat(CardNumbers.looksLikeCardNumber(id)).isFalse();
        assertThat(CardNumbers.looksLikeCardNumber("id " + id)).isTrue();
    }

    private static PostalAddress address(List<TextLine> lines) {
        return new PostalAddress(lines, null, CITY, GERMANY, null);
    }

    private static PaymentCard card(String month) {
        return new PaymentCard(
                new PaymentCard.Token("pm_1NxYzA2eZvKYlo2C"),
                CardBrand.VISA,
                new PaymentCard.LastDigits("1111"),
                YearMonth.parse(month));
    }

    private static Reason reason(Runnable making) {
        return catchThrowableOfType(InvalidValue.class, making::run).reason();
    }
}
