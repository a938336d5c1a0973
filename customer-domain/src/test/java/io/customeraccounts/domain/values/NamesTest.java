package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.customeraccounts.domain.values.InvalidValue.Reason;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FullName} and {@link CustomerName}, which keep the same rules. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Anna",
                "X Æ A-12",
                "Jean-Luc d'Arc, Jr. (née Müller)",
                "李小龍",
                "محمد بن سلمان",
                "שרה",
                "กมลชนก",
                "🦄",
                "https://example.org",
                "=cmd|'/c calc'!A1",
                // scripts and people need joiners, marks of direction and variants of characters
                "\u0DC1\u0DCA\u200D\u0DBB\u0DD3",
                "\u0646\u0648\u0634\u06CC\u200C\u0646",
                "\u05E9\u05E8\u05D4 (A)\u200F",
                "\u845B\uDB40\uDD00\u98FE",
                "Anna\u00A0Schmidt",
            })
    void acceptsNamesOfEveryKind(String name) {
        assertThat(new FullName(name).value()).isEqualTo(name);
        assertThat(new CustomerName(name).value()).isEqualTo(name);
    }

    @Test
    void bringsNamesIntoOneForm() {
        assertThat(new FullName("Jose\u0301")).isEqualTo(new FullName("Jos\u00E9"));
        assertThat(new FullName(" \t\u00A0\u3000Anna  Schmidt\r\n ").value()).isEqualTo("Anna  Schmidt");
        assertThat(new CustomerName("  Acme ")).isEqualTo(new CustomerName("Acme"));
        assertThat(new CustomerName("acme")).isNotEqualTo(new CustomerName("Acme"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\u3000",
                "\u200B",
                "\u200D\u200C",
                "\u2060 \uFEFF",
                "\u200F",
                "\u2800",
                "\u3164",
                "\u00AD"
            })
    void refusesNamesWithNothingToSee(String name) {
        assertThat(refusalOf(name).reason()).isEqualTo(Reason.NAME_BLANK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "\t",
                "\n",
                "\r",
                "\u000B",
                "\u001B",
                "\u007F",
                "\u0085",
                "\u009F",
                "\u2028",
                "\u2029",
                "\u202A",
                "\u202B",
                "\u202C",
                "\u202D",
                "\u202E",
                "\u2066",
                "\u2067",
                "\u2068",
                "\u2069",
                "\uD800",
                "\uDFFF",
                "\uFDD0",
                "\uFFFF",
                "\uDBFF\uDFFF"
            })
    void refusesWhatBreaksOrTurnsTheTextAroundItAndSaysWhere(String character) {
        var refusal = refusalOf(" 🦄" + character + "Anna");

        assertThat(refusal.reason()).isEqualTo(Reason.NAME_CHARACTER_NOT_ALLOWED);
        assertThat(refusal.position()).hasValue(2);
        assertThat(refusal.limit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "李", "🦄", "\u1F82"})
    void allows200CodePoints(String letter) {
        assertThat(new FullName(letter.repeat(199)).value()).isEqualTo(letter.repeat(199));
        assertThat(new FullName(letter.repeat(200)).value()).isEqualTo(letter.repeat(200));
        assertTooLong(letter.repeat(201));
    }

    @Test
    void countsAfterComposingAndWithoutTheSpaceAround() {
        var decomposed = Normalizer.normalize("\u1F82", Form.NFD);
        assertThat(decomposed).hasSize(4);

        assertThat(new FullName(" ".repeat(10_000) + decomposed.repeat(200) + "\n").value())
                .isEqualTo("\u1F82".repeat(200));
        assertTooLong(decomposed.repeat(200) + "a");
        // has no composed form
        assertTooLong("x\u0301".repeat(101));
    }

    @Test
    void hidesPeoplesNamesFromLogsAndShowsThoseOfCompanies() {
        assertThat(new FullName("Anna Schmidt")).hasToString("FullName[hidden]");
        assertThat(new CustomerName("Acme")).hasToString("CustomerName[value=Acme]");
        assertThat(refusalOf("Anna\nSchmidt")).hasMessageNotContainingAny("Anna", "Schmidt");
    }

    @Test
    void answersAnythingWithANameOrAReason() {
        var accepted = new AtomicInteger();
        Samples.generate(30_000, random -> Samples.anyText(random, 12), text -> {
            try {
                var name = new FullName(text).value();
                assertThat(new FullName(name).value()).isEqualTo(name);
                assertThat(Normalizer.isNormalized(name, Form.NFC)).isTrue();
                assertThat(name).doesNotContainPattern("\\R|\\p{Cc}|[\u202A-\u202E\u2066-\u2069]|\\p{Cs}");
                assertThat(name.strip()).isEqualTo(name).isNotEmpty();
                accepted.incrementAndGet();
            } catch (InvalidValue refusal) {
                assertThat(refusal.reason().code()).startsWith("name-");
            }
        });
        assertThat(accepted).as("names among the samples").hasValueGreaterThan(3_000);
    }

    private static InvalidValue refusalOf(String text) {
        var refusal = catchThrowableOfType(InvalidValue.class, () -> new FullName(text));
        assertThat(refusal).isNotNull();
        assertThat(catchThrowableOfType(InvalidValue.class, () -> new CustomerName(text)))
                .hasMessage(refusal.getMessage());
        return refusal;
    }

    private static void assertTooLong(String text) {
        var refusal = refusalOf(text);
        assertThat(refusal.reason()).isEqualTo(Reason.NAME_TOO_LONG);
        assertThat(refusal.limit()).hasValue(200);
    }
}
