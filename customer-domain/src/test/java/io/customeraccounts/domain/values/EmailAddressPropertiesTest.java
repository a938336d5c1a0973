package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EmailAddressPropertiesTest {

    private static final Pattern AT_CANONICAL_DOMAIN =
            Pattern.compile("@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String[] PLAIN = {
        "a", "B", "z", "Q", "0", "7", ".", "-", "example", ".org", "mail.", ".3", ".a-b"
    };
    private static final String[] LETTERS = {"a", "B", "z", "Q", "Anna", "+", "'"};
    private static final String[] AWKWARD = {
        "ß",
        "ẞ",
        "İ",
        "ı",
        "Σ",
        "σ",
        "ς",
        "É",
        "e\u0301",
        "\u0307",
        "\u0345",
        "ñ",
        "Д",
        "а",
        "日",
        "ン",
        "한",
        "א",
        "ب",
        "१",
        "xn--",
        "xn--strae-oqa",
        "--",
        "。",
        "+",
        "'",
        "_",
        "=",
        "\u0338",
        "🦄",
        "Ⱥ",
        "ﬁ",
        "\u212A",
        "\u037E",
        "\u200D",
        " ",
        "\"",
        "[",
        "]",
        "(",
        "@",
        "\uD800",
        "\uDC00",
        "\0",
        "l\u00B7l",
        "\u0375",
        "\u30FB",
    };

    @Test
    void doesWithItsShortcutWhatItDoesInFull() {
        var shortened = new AtomicInteger();
        Samples.generate(20_000, EmailAddressPropertiesTest::almostAnAddress, text -> {
            if (EmailAddress.parsePlainAscii(text) != null) {
                assertThat(outcome(EmailAddress::parsePlainAscii, text))
                        .isEqualTo(outcome(EmailAddress::parseInFull, text));
                shortened.incrementAndGet();
            }
        });
        assertThat(shortened).as("samples that took the shortcut").hasValueGreaterThan(3_000);
    }

    @Test
    void givesEveryFormOfAnAddressTheSameCanonicalForm() {
        var accepted = new AtomicInteger();
        Samples.generate(20_000, EmailAddressPropertiesTest::almostAnAddress, text -> {
            if (outcome(EmailAddress::parse, text).startsWith("email-")) {
                return;
            }
            accepted.incrementAndGet();
            assertOneCanonicalForm(EmailAddress.parse(text));
        });
        assertThat(accepted).as("addresses among the samples").hasValueGreaterThan(5_000);
    }

    @Test
    void givesEveryCharacterOfUnicodeOneCanonicalForm() {
        var accepted = new AtomicInteger();
        for (var character = 0; character <= Character.MAX_CODE_POINT; character++) {
            var isOneOfVeryManyAlike = switch (Character.getType(character)) {
                case Character.OTHER_LETTER, Character.PRIVATE_USE -> true;
                default -> false;
            };
            if (!Character.isDefined(character) || (isOneOfVeryManyAlike && character % 16 != 0)) {
                continue;
            }
            var letter = Character.toString(character);
            for (var text : new String[] {"a" + letter + "b@example.org", "a@b" + letter + "c.org"}) {
                if (!outcome(EmailAddress::parse, text).startsWith("email-")) {
                    accepted.incrementAndGet();
                    assertOneCanonicalForm(EmailAddress.parse(text));
                }
            }
        }
        assertThat(accepted).as("addresses among the characters").hasValueGreaterThan(20_000);
    }

    @Test
    void isEqualExactlyWhenTheCanonicalFormsAre() {
        var equal = new AtomicInteger();
        Samples.check(10_000, random -> {
            var one = EmailAddress.parse(Samples.anyOf(random, 2, "a", "A", "É", "e\u0301", "é") + "x@a.example");
            var other = EmailAddress.parse(Samples.anyOf(random, 2, "a", "A", "É", "e\u0301", "é") + "X@A.Example");
            assertThat(one.equals(other)).isEqualTo(one.canonical().equals(other.canonical()));
            assertThat(one.equals(other)).isEqualTo(other.equals(one));
            if (one.equals(other)) {
                assertThat(one).hasSameHashCodeAs(other);
                equal.incrementAndGet();
            }
        });
        assertThat(equal).as("equal pairs among the samples").hasValueGreaterThan(500);
    }

    @Test
    void disregardsCaseInEveryScript() {
        var checked = new AtomicInteger();
        for (var lower = 0; lower <= Character.MAX_CODE_POINT; lower++) {
            var upper = Character.toUpperCase(lower);
            if (upper == lower || Character.toLowerCase(upper) != lower) {
                continue;
            }
            var inLowerCase = "x" + Character.toString(lower) + "y@example.org";
            var inUpperCase = "x" + Character.toString(upper) + "y@example.org";
            assertThat(comparable(inUpperCase)).isEqualTo(comparable(inLowerCase));
            checked.incrementAndGet();
        }
        assertThat(checked).as("letters with two cases").hasValueGreaterThan(1_000);
    }

    @Test
    void takesComposedAndDecomposedTextForTheSame() {
        Samples.generate(10_000, EmailAddressPropertiesTest::almostAnAddress, text -> {
            var composed = Normalizer.normalize(text, Form.NFC);
            var decomposed = Normalizer.normalize(text, Form.NFD);
            assertThat(comparable(decomposed)).isEqualTo(comparable(composed)).isEqualTo(comparable(text));
        });
    }

    /** An independent reading of RFC 5321, where the two agree on what to allow. */
    @Test
    void acceptsWhatAnotherReaderOfTheStandardAccepts() {
        EmailValidator other = JMail.strictValidator();
        var accepted = new AtomicInteger();
        Samples.check(30_000, random -> {
            var text = Samples.anyOf(random, 6, "a", "B", "7", "-", ".", "+", "'", "_", "bc")
                    + "@"
                    + Samples.anyOf(random, 8, "a", "B", "7", "-", ".", "bc", ".org");
            if (text.contains("--")) {
                return; // hyphens in third and fourth place: left to UTS 46 here, allowed there
            }
            var address = !outcome(EmailAddress::parse, text).startsWith("email-");
            assertThat(address).as("%s is an address", text).isEqualTo(other.isValid(text));
            accepted.addAndGet(address ? 1 : 0);
        });
        assertThat(accepted).as("addresses among the samples").hasValueGreaterThan(1_500);
    }

    @Test
    void answersAnythingWithAnAddressOrAReason() {
        Samples.generate(20_000, random -> Samples.anyText(random, 20), text -> outcome(EmailAddress::parse, text));
        Samples.generate(
                20_000,
                random -> Samples.anyText(random, 3) + "@" + Samples.anyText(random, 4) + ".org",
                text -> outcome(EmailAddress::parse, text));
    }

    private static void assertOneCanonicalForm(EmailAddress address) {
        var canonical = address.canonical();
        var forms = new HashSet<>(List.of(canonical));
        Collections.addAll(forms, address.original(), address.forSending(), address.display());
        for (var form : forms) {
            assertThat(EmailAddress.parse(form).canonical()).isEqualTo(canonical);
        }
        assertThat(canonical.substring(canonical.indexOf('@'))).matches(AT_CANONICAL_DOMAIN);
        assertThat(canonical).hasSizeLessThanOrEqualTo(254);
    }

    /** Everything that a caller can tell from the outcome. */
    private static String outcome(Function<String, EmailAddress> parse, String text) {
        try {
            var address = parse.apply(text);
            return address.canonical() + " " + address.original() + " " + address.mixedScriptDomain();
        } catch (InvalidValue refusal) {
            return refusal.getMessage();
        }
    }

    private static String comparable(String text) {
        try {
            return EmailAddress.parse(text).canonical();
        } catch (InvalidValue refusal) {
            return refusal.reason().code();
        }
    }

    private static String almostAnAddress(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Samples.anyOf(random, 6, PLAIN) + "@" + Samples.anyOf(random, 6, PLAIN);
            case 1 ->
                "Anna" + Samples.anyOf(random, 2, PLAIN) + "@" + Samples.anyOf(random, 2, AWKWARD) + "example.org";
            case 2 ->
                "a" + Samples.anyOf(random, 3, AWKWARD) + "b@a" + Samples.anyOf(random, 2, PLAIN) + ".Example.org";
            case 3 -> Samples.anyOf(random, 3, LETTERS) + "x@y" + Samples.anyOf(random, 5, PLAIN) + "Z.org";
            default ->
                ofAbout(64, random) + "@" + ofAbout(63, random) + "." + ofAbout(63, random) + "." + ofAbout(61, random);
        };
    }

    private static String ofAbout(int length, Random random) {
        return "a".repeat(length - 2 + random.nextInt(4));
    }
}
