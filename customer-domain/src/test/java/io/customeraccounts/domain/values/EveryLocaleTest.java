package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value is does not depend on where the server stands. */
@ResourceLock(Resources.LOCALE)
class EveryLocaleTest {

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "en-US",
                "tr-TR",
                "az-AZ",
                "lt-LT",
                "el-GR",
                "ar-EG-u-nu-arab",
                "th-TH-u-nu-thai",
                "ja-JP-u-ca-japanese"
            })
    void givesTheSameValues(String languageTag) {
        Locale.setDefault(Locale.forLanguageTag(languageTag));

        assertThat(EmailAddress.parse("INFO@EXAMPLE.IN").canonical()).isEqualTo("info@example.in");
        assertThat(EmailAddress.parse("INFÓ@ISTANBUL.İSTANBUL.example").canonical())
                .isEqualTo("infó@istanbul.xn--istanbul-o0e.example");
        assertThat(EmailAddress.parse("I\u0300@example.org").canonical()).isEqualTo("ì@example.org");
        assertThat(Identifier.proposalsFor(new CustomerName("INFINI ΕΛΛΆΣ"))
                        .limit(12)
                        .map(Identifier::value))
                .startsWith("infini-ellas", "infini-ellas-2")
                .endsWith("infini-ellas-12");
        assertThat(CardNumbers.looksLikeCardNumber("4111111111111111")).isTrue();
        assertThat(InvalidValue.beyond(200, InvalidValue.Reason.NAME_TOO_LONG)).hasMessage("name-too-long (limit 200)");
    }

    /** Else the test above would pass whatever the values did. */
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "az-AZ"})
    void isTestedWithLocalesThatLowerCaseDifferently(String languageTag) {
        Locale.setDefault(Locale.forLanguageTag(languageTag));

        assertThat("INFO".toLowerCase(Locale.getDefault())).isEqualTo("ınfo");
    }
}
