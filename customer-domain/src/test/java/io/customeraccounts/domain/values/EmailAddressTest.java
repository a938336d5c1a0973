package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.customeraccounts.domain.values.InvalidValue.Reason;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @Test
    void keepsTheSpellingAndComparesWithoutCase() {
        var anna = EmailAddress.parse("Anna.Schmidt@Example.ORG");

        assertThat(anna.original()).isEqualTo("Anna.Schmidt@Example.ORG");
        assertThat(anna.display()).isEqualTo("Anna.Schmidt@Example.ORG");
        assertThat(anna.forSending()).isEqualTo("Anna.Schmidt@example.org");
        assertThat(anna.canonical()).isEqualTo("anna.schmidt@example.org");
        assertThat(anna)
                .isEqualTo(EmailAddress.parse("anna.schmidt@example.org"))
                .hasSameHashCodeAs(EmailAddress.parse("anna.schmidt@example.org"));
        assertThat(new HashSet<>(List.of(anna))).contains(EmailAddress.parse("ANNA.SCHMIDT@EXAMPLE.ORG"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'brien@example.org",
                "anna+invoices@example.org",
                "!#$%&'*+-/=?^_`{|}~@example.org",
                "a@b.c",
                "!az09AZ~é@example.org",
                "1@2.example.org",
                "anna@1st.a-b.example",
                "anna@example.1st",
                "josé@example.org",
                "анна@пример.рф",
                "用户@例子.公司",
                "उपयोगकर्ता@उदाहरण.भारत",
                "משתמש@דוגמה.קום",
                "🦄@example.org",
            })
    void acceptsWhatPeopleHave(String address) {
        assertThat(EmailAddress.parse(address).original()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "anna@example.org, anna+x@example.org",
        "anna@example.org, an.na@example.org",
        "anna@example.org, anna@mail.example.org",
        // dotless i, Cyrillic a, long-lost relatives of s: other letters, however alike
        "mike@example.org, mıke@example.org",
        "mike@example.org, mİke@example.org",
        "anna@example.org, аnna@example.org",
        "strasse@example.org, straße@example.org",
        "anna@strasse.example, anna@straße.example",
    })
    void keepsDistinct(String one, String other) {
        assertThat(EmailAddress.parse(one)).isNotEqualTo(EmailAddress.parse(other));
    }

    @ParameterizedTest
    @CsvSource({
        "ANNA@straße.de, anna@xn--strae-oqa.de",
        "anna@STRAẞE.DE, anna@xn--strae-oqa.de",
        "anna@XN--STRAE-OQA.de, anna@xn--strae-oqa.de",
        "a@faß.βόλος.example, a@xn--fa-hia.xn--nxasmm1c.example",
        // UTS 46 knows no final sigma in capitals, the lower-casing of local parts does
        "a@ΒΌΛΟΣ.example, a@xn--nxasmq6b.example",
        "a@例え。jp, a@xn--r8jz45g.jp",
        "JOSÉ@example.org, josé@example.org",
        "İ@example.org, i̇@example.org",
        "ΑΣ@example.org, ας@example.org",
    })
    void bringsIntoOneForm(String address, String canonical) {
        assertThat(EmailAddress.parse(address).canonical()).isEqualTo(canonical);
        assertThat(EmailAddress.parse(address)).isEqualTo(EmailAddress.parse(canonical));
    }

    @Test
    void takesComposedAndDecomposedAccentsForTheSame() {
        var composed = EmailAddress.parse("jos\u00E9@caf\u00E9.example");
        var decomposed = EmailAddress.parse("jose\u0301@cafe\u0301.example");

        assertThat(decomposed).isEqualTo(composed);
        assertThat(decomposed.original()).isEqualTo(composed.original());
    }

    /** Else whoever owns the mailbox with the Kelvin sign could accept what was sent to the one with the letter. */
    @Test
    void sendsToTheLetterThatItCompares() {
        assertThat(EmailAddress.parse("\u212Aate@example.org").forSending()).isEqualTo("Kate@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        // no address at all
        "'', EMAIL_MALFORMED",
        "@, EMAIL_MALFORMED",
        "anna, EMAIL_MALFORMED",
        "anna@, EMAIL_MALFORMED",
        "@example.org, EMAIL_MALFORMED",
        "anna@example.org@example.org, EMAIL_MALFORMED",
        "anna@@example.org, EMAIL_MALFORMED",
        ".anna@example.org, EMAIL_MALFORMED",
        "anna.@example.org, EMAIL_MALFORMED",
        "an..na@example.org, EMAIL_MALFORMED",
        "(work)anna@example.org, EMAIL_MALFORMED",
        "<anna@example.org>, EMAIL_MALFORMED",
        "'a,b@example.org', EMAIL_MALFORMED",
        "a\\b@example.org, EMAIL_MALFORMED",
        "an\"na@example.org, EMAIL_MALFORMED",
        // U+037E becomes a semicolon in NFC
        "a\u037Eb@example.org, EMAIL_MALFORMED",
        // forms that are legal elsewhere
        "\"anna\"@example.org, EMAIL_QUOTED_LOCAL_PART",
        "\"an na@home\"@example.org, EMAIL_QUOTED_LOCAL_PART",
        "anna@[192.0.2.1], EMAIL_IP_LITERAL",
        "anna@[IPv6:2001:db8::1], EMAIL_IP_LITERAL",
        "anna@192.0.2.1, EMAIL_IP_LITERAL",
        "anna@example.1, EMAIL_IP_LITERAL",
        "anna@example.0x7F, EMAIL_IP_LITERAL",
        "anna@localhost, EMAIL_DOMAIN_WITHOUT_DOT",
        "anna@straße, EMAIL_DOMAIN_WITHOUT_DOT",
        // no domain
        "anna@example.org., EMAIL_DOMAIN_INVALID",
        "anna@.org, EMAIL_DOMAIN_INVALID",
        "anna@example..org, EMAIL_DOMAIN_INVALID",
        "anna@-example.org, EMAIL_DOMAIN_INVALID",
        "anna@example-.org, EMAIL_DOMAIN_INVALID",
        "anna@ex_ample.org, EMAIL_DOMAIN_INVALID",
        "anna@ex'ample.org, EMAIL_DOMAIN_INVALID",
        "anna@ex--ample.org, EMAIL_DOMAIN_INVALID",
        "anna@xn--a.org, EMAIL_DOMAIN_INVALID",
        "anna@xn--example.org, EMAIL_DOMAIN_INVALID",
        // Hebrew and Latin in one label, against the bidi rule
        "anna@\u05D0a.example, EMAIL_DOMAIN_INVALID",
        // a middle dot between letters other than l
        "anna@a\u00B7b.example, EMAIL_DOMAIN_INVALID",
        // looks like something else
        "\uFB01ona@example.org, EMAIL_COMPATIBILITY_CHARACTER",
        "anna@e\uFF58ample.org, EMAIL_COMPATIBILITY_CHARACTER",
        "anna\uFF20example.org, EMAIL_COMPATIBILITY_CHARACTER",
        "\u00B5@example.org, EMAIL_COMPATIBILITY_CHARACTER",
    })
    void refuses(String text, Reason reason) {
        assertThat(refusalOf(text).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "\t",
                "\n",
                "\r",
                " ",
                "\u007F",
                "\u0085",
                "\u00A0",
                "\u00AD",
                "\u034F",
                "\u061C",
                "\u115F",
                "\u1680",
                "\u180E",
                "\u200B",
                "\u200C",
                "\u200D",
                "\u200E",
                "\u200F",
                "\u2028",
                "\u2029",
                "\u202A",
                "\u202E",
                "\u2060",
                "\u2066",
                "\u2069",
                "\u3000",
                "\u3164",
                "\uD800",
                "\uDC00",
                "\uDFFF\uD800",
                "\uE000",
                "\uFDD0",
                "\uFE0F",
                "\uFEFF",
                "\uFFA0",
                "\uFFFE",
                "\uDB40\uDC41",
                "\uDBFF\uDFFF"
            })
    void refusesWhatCannotBeSeenAndSaysWhere(String character) {
        assertRefusedAt(0, character + "anna@example.org");
        assertRefusedAt(3, "ann" + character + "a@example.org");
        assertRefusedAt(5, "anna@" + character + "example.org");
        assertRefusedAt(16, "anna@example.org" + character);
        assertRefusedAt(1, "🦄" + character + "@example.org");
    }

    @Test
    void allows64OctetsBeforeTheAtSign() {
        assertThat(EmailAddress.parse("a".repeat(63) + "@b.example")).isNotNull();
        assertThat(EmailAddress.parse("a".repeat(64) + "@b.example")).isNotNull();
        assertTooLong(64, "a".repeat(65) + "@b.example");

        assertThat(EmailAddress.parse("é".repeat(32) + "@b.example")).isNotNull();
        assertTooLong(64, "é".repeat(32) + "a@b.example");
        assertThat(EmailAddress.parse("\u0800".repeat(21) + "a@b.example")).isNotNull();
        assertTooLong(64, "\u0800".repeat(21) + "aa@b.example");
        assertThat(EmailAddress.parse("\uD800\uDC00".repeat(16) + "@b.example")).isNotNull();
        assertTooLong(64, "\uD800\uDC00".repeat(16) + "a@b.example");
    }

    /** Capital I with dot has two octets, its lower case three. */
    @Test
    void countsTheCanonicalFormToo() {
        assertThat(EmailAddress.parse("İ".repeat(21) + "@b.example")).isNotNull();
        assertTooLong(64, "İ".repeat(22) + "@b.example");
    }

    @Test
    void allows254OctetsInAll() {
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + domainOf(188))).isNotNull();
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + domainOf(189))).isNotNull();
        assertTooLong(254, "a".repeat(64) + "@" + domainOf(190));
        assertThat(EmailAddress.parse("a@" + domainOf(252))).isNotNull();
        assertTooLong(254, "a@" + domainOf(253));
        assertTooLong(254, "a@" + domainOf(254));
    }

    @Test
    void countsTheDomainAsALabels() {
        var tenOctetsWhichAreFifteen = "straße.de.";

        assertThat(EmailAddress.parse("a".repeat(64) + "@" + tenOctetsWhichAreFifteen + domainOf(172))
                        .forSending())
                .hasSize(254);
        assertTooLong(254, "a".repeat(64) + "@" + tenOctetsWhichAreFifteen + domainOf(173));
    }

    @Test
    void allows63CharactersInALabel() {
        assertThat(EmailAddress.parse("a@" + "b".repeat(63) + ".example")).isNotNull();
        assertThat(refusalOf("a@" + "b".repeat(64) + ".example").reason()).isEqualTo(Reason.EMAIL_DOMAIN_INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        // Cyrillic a among Latin, Greek omicron among Latin, in any label, also when given as A-label
        "anna@exаmple.com, anna@xn--exmple-4nf.com",
        "anna@gοοgle.com, anna@xn--ggle-0nda.com",
        "anna@mail.exаmple.com, anna@mail.xn--exmple-4nf.com",
        "Anna@xn--exmple-4nf.com, Anna@xn--exmple-4nf.com",
    })
    void showsAMixedScriptDomainAsALabelsWithAWarning(String address, String display) {
        var anna = EmailAddress.parse(address);

        assertThat(anna.mixedScriptDomain()).isTrue();
        assertThat(anna.display()).isEqualTo(display);
        assertThat(anna.original()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna@example.com",
                "anna@straße.de",
                // each label of one script, as countries without a domain of their own script have it
                "anna@пример.com",
                "anna@mail.пример.рф",
                // scripts that one language writes together
                "anna@日本ソフトabc.jp",
                "anna@한국abc.kr",
                "аnna@example.com",
            })
    void showsOtherDomainsAsGiven(String address) {
        var anna = EmailAddress.parse(address);

        assertThat(anna.mixedScriptDomain()).isFalse();
        assertThat(anna.display()).isEqualTo(address);
    }

    @Test
    void hidesTheAddressFromLogs() {
        assertThat(EmailAddress.parse("anna@example.org")).hasToString("EmailAddress[hidden]");
        assertThat(refusalOf("anna schmidt@example.org")).hasMessageNotContainingAny("anna", "schmidt", "example");
    }

    static InvalidValue refusalOf(String text) {
        var refusal = catchThrowableOfType(InvalidValue.class, () -> EmailAddress.parse(text));
        assertThat(refusal).as("refusal of a text of " + text.length()).isNotNull();
        return refusal;
    }

    /** The given number of characters, in labels of at most 63 with {@code example} at the end. */
    private static String domainOf(int length) {
        var domain = new StringBuilder("example");
        while (domain.length() < length) {
            var label = Math.min(63, length - domain.length() - 1);
            // two characters left make a label and a dot; one would make an empty label
            if (length - domain.length() - 1 - label == 1) {
                label--;
            }
            domain.insert(0, "b".repeat(label) + ".");
        }
        return domain.toString();
    }

    private static void assertTooLong(int limit, String text) {
        var refusal = refusalOf(text);
        assertThat(refusal.reason()).isEqualTo(Reason.EMAIL_TOO_LONG);
        assertThat(refusal.limit()).hasValue(limit);
        assertThat(refusal.position()).isEmpty();
    }

    private static void assertRefusedAt(int position, String text) {
        var refusal = refusalOf(text);
        assertThat(refusal.reason()).isEqualTo(Reason.EMAIL_CHARACTER_NOT_ALLOWED);
        assertThat(refusal.position()).hasValue(position);
        assertThat(refusal.limit()).isEmpty();
    }
}
