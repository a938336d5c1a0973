package io.customeraccounts.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InertTest {

    /** What mail programs are known to make links of: schemes, www, hosts without either, addresses, shares. */
    private static final Pattern LINK = Pattern.compile(
            "(?i)[a-z][a-z0-9+.-]*:[^\\s]|www\\.[^\\s]|[\\p{L}\\p{N}-]+[.\\u3002\\uFF0E\\uFF61][\\p{L}\\p{N}]|\\S@\\S|//|\\\\\\\\");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/login",
                "HTTP://EVIL.EXAMPLE",
                "www.evil.example",
                "evil.example",
                "Click evil.example/now!",
                "anna@evil.example",
                "mailto:anna",
                "javascript:alert(1)",
                "//evil.example",
                "\\\\evil\\share",
                "evil\u3002example",
                "evil\uFF0Eexample",
                "ev\u200Bil.exam\u200Bple",
                "http:\u2060//evil.\u200Dexample",
            })
    void breaksWhatMailProgramsWouldMakeALinkOf(String name) {
        assertThat(LINK.matcher(name.replaceAll("[\\u200B-\\u200D\\u2060]", "")).find())
                .as("the name is one that would be linked")
                .isTrue();

        assertThat(LINK.matcher(Inert.name(name)).find()).as(Inert.name(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Anna Berg", "J. R. Müller", "Acme & Co. KG", "O'Neill", "Site A/B", "李小龍", "Zoë 👩‍🚀", "नेपाल‌"
            })
    void leavesOrdinaryNamesAsTheyAre(String name) {
        assertThat(Inert.name(name)).isEqualTo(name);
    }

    @Test
    void keepsEveryNameOnOneLine() {
        assertThat(Inert.name("Anna\r\nBcc: all\u2028of\u2029you\u0085!\u0000")).isEqualTo("Anna  Bcc: all of you ! ");
    }

    @Test
    void dropsWhatReordersOrHidesText() {
        assertThat(Inert.name("a\u202Eb\u2066c\u2069d\u200Be\uFEFFf")).isEqualTo("abcdef");
    }

    @Test
    void keepsTextInAnotherDirectionFromReorderingTheSentence() {
        assertThat(Inert.name("שרה")).isEqualTo("\u2068שרה\u2069");
        assertThat(Inert.name("\u2069שרה\u202C")).isEqualTo("\u2068שרה\u2069");
    }

    @Test
    void replacesHalvesOfCharacters() {
        assertThat(Inert.name("a\uD800b")).isEqualTo("a\uFFFDb");
    }
}
