package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.customeraccounts.domain.values.InvalidValue.Reason;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are the examples of the SWIFT IBAN Registry. */
class IbanTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89 3704 0044 0532 0130 00",
                "AT61 1904 3002 3457 3201",
                "BE68 5390 0754 7034",
                "CH93 0076 2011 6238 5295 7",
                "ES91 2100 0418 4502 0005 1332",
                "FI21 1234 5600 0007 85",
                "FR14 2004 1010 0505 0001 3M02 606",
                "GB29 NWBK 6016 1331 9268 19",
                "IT60 X054 2811 1010 0000 0123 456",
                "LC55 HEMM 0001 0001 0012 0012 0002 3015",
                "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
                "NL91 ABNA 0417 1643 00",
                "NO93 8601 1117 947",
                "PL61 1090 1014 0000 0712 1981 2874",
            })
    void acceptsAccountsOfEveryCountryWithOrWithoutSpaces(String text) {
        var plain = text.replace(" ", "");

        assertThat(new Iban(text).value()).isEqualTo(plain);
        assertThat(new Iban(plain.toLowerCase(Locale.ROOT))).isEqualTo(new Iban(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'', IBAN_MALFORMED",
        "DE, IBAN_MALFORMED",
        "DE8X370400440532013000, IBAN_MALFORMED",
        "DE89-3704-0044-0532-0130-00, IBAN_MALFORMED",
        "4111111111111111, IBAN_MALFORMED",
        "US89370400440532013000, IBAN_COUNTRY_UNKNOWN",
        "DE8937040044053201300, IBAN_LENGTH",
        "DE893704004405320130000, IBAN_LENGTH",
        "DE88370400440532013000, IBAN_CHECK_DIGITS",
        "DE89370400440532013001, IBAN_CHECK_DIGITS",
        "DE89730400440532013000, IBAN_CHECK_DIGITS",
    })
    void refusesWhatIsNone(String text, Reason reason) {
        assertThat(catchThrowableOfType(InvalidValue.class, () -> new Iban(text))
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void saysHowLongOneOfTheCountryIs() {
        var refusal = catchThrowableOfType(InvalidValue.class, () -> new Iban("NO938601111794"));

        assertThat(refusal.limit()).hasValue(15);
    }

    @Test
    void showsTheCountryAndTheLastFour() {
        var iban = new Iban("DE89370400440532013000");

        assertThat(iban.masked()).isEqualTo("DE****************3000").hasSameSizeAs(iban.value());
        assertThat(new Iban("NO9386011117947").masked()).isEqualTo("NO*********7947");
        assertThat(iban).hasToString("Iban[hidden]");
    }

    /** Else somebody with such an account could not give it: its digits are, by chance, those that a card could have. */
    @ParameterizedTest
    @ValueSource(strings = {"NO5600000000002", "no56 0000 0000 002"})
    void isNoCardNumberWhateverItsDigits(String text) {
        assertThat(new Iban(text)).isNotNull();
        assertThat(CardNumbers.looksLikeCardNumber(text)).isFalse();
        assertThat(CardNumbers.looksLikeCardNumber("my IBAN " + text)).isTrue();
    }
}
