package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Megabytes are refused fast: most by their length, the rest by reading them once. */
class HostileTextTest {

    static final List<String> PARTS = List.of(
            "a",
            "@",
            ".",
            "a.",
            "a@",
            "-",
            "xn--",
            "\"",
            "[",
            " ",
            "\0",
            "\u0301",
            "e\u0301",
            "\u202E",
            "\u200D",
            "ß",
            "ﷺ",
            "İ",
            "Σ",
            "\uD800",
            "\uDC00",
            "\uDC00\uD800",
            "\uFFFF",
            "🦄",
            "4",
            "4 ",
            "41-",
            "4111111111111112 ",
            "4111 ");

    /** Milliseconds here; minutes, if it were more than proportional to the length. The rest is for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @FieldSource("PARTS")
    void isRefusedFast(String part) {
        var megabyte = part.repeat(1_000_000 / part.length());

        assertRefusedFast(EmailAddress::parse, megabyte);
        assertRefusedFast(EmailAddress::parse, "anna@" + megabyte);
        assertRefusedFast(EmailAddress::parse, megabyte + "@example.org");
        assertRefusedFast(FullName::new, megabyte);
        assertRefusedFast(FullName::new, "a" + megabyte + "a");
        assertRefusedFast(CustomerName::new, megabyte);
        assertRefusedFast(Identifier::ofCustomer, megabyte);
        assertRefusedFast(Identifier::ofProject, megabyte);
        assertTimeout(SOON, () -> {
            var _ = CardNumbers.looksLikeCardNumber(megabyte);
        });
    }

    /** The longest text that gets as far as the costliest rules. */
    @ParameterizedTest
    @FieldSource("PARTS")
    void isReadFastWhenItIsJustNotTooLong(String part) {
        var longest = part.repeat(1_016 / part.length());
        assertTimeout(SOON, () -> tryAll(longest.substring(0, longest.length() - 20)));
        assertTimeout(SOON, () -> tryAll(part.repeat(200 / part.length())));
        assertTimeout(SOON, () -> tryAll(part.repeat(60 / part.length())));
    }

    private static void tryAll(String text) {
        attempt(EmailAddress::parse, text);
        attempt(EmailAddress::parse, "a@" + text + ".org");
        attempt(EmailAddress::parse, text + "@example.org");
        attempt(
                name -> Identifier.proposalsFor(new CustomerName(name))
                        .limit(100)
                        .forEach(proposal -> {}),
                text);
        attempt(Identifier::ofProject, text);
    }

    private static void attempt(Consumer<String> parse, String text) {
        try {
            parse.accept(text);
        } catch (InvalidValue refusal) {
            assertThat(refusal.reason()).isNotNull();
        }
    }

    private static void assertRefusedFast(Consumer<String> parse, String text) {
        assertTimeout(SOON, () -> assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> parse.accept(text)));
    }
}
