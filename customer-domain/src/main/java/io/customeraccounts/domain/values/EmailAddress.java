package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_CHARACTER_NOT_ALLOWED;
import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_COMPATIBILITY_CHARACTER;
import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_DOMAIN_INVALID;
import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_DOMAIN_WITHOUT_DOT;
import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_IP_LITERAL;
import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_MALFORMED;
import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_QUOTED_LOCAL_PART;
import static io.customeraccounts.domain.values.InvalidValue.Reason.EMAIL_TOO_LONG;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.util.ICUInputTooLongException;
import com.ibm.icu.util.ULocale;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address that can receive mail over the internet. Two are equal when their {@linkplain #canonical()
 * canonical} forms are, however they were spelled.
 *
 * <p>Rule: E-mail and names. The form is {@code Dot-string@Domain} of RFC 5321 section 4.1.2 with the letters of every
 * script (RFC 6531 section 3.3); quoted local parts, IP literals, comments and domains without a dot are refused, and
 * so is what cannot be seen (control, bidi, zero-width, private-use and unassigned code points) or only looks like
 * something else (NFKC differs). Plus-addressing and dots are distinct.
 *
 * <p>At most 254 octets (RFC 5321 section 4.5.3.1.3: a path has 256, two of them the angle brackets) and 64 before the
 * at sign (section 4.5.3.1.1), counted as they travel: the local part in UTF-8, the domain as A-labels; in the
 * canonical form too, which may be longer.
 *
 * <p>Personal data: {@link #toString()} hides it.
 */
public final class EmailAddress {

    /** Octets. Source: RFC 5321 section 4.5.3.1.3 with erratum 1690. */
    static final int MAX_OCTETS = 254;

    /** Octets. Source: RFC 5321 section 4.5.3.1.1. */
    static final int MAX_LOCAL_PART_OCTETS = 64;

    /** No longer text can become {@value #MAX_OCTETS} octets: composing shortens UTF-16 to a quarter at most. */
    private static final int MAX_GIVEN_LENGTH = 4 * MAX_OCTETS;

    private static final int MAX_LABEL_LENGTH = 63;

    /**
     * The printable ASCII characters of {@code atext} other than letters and digits. Source: RFC 5322 section 3.2.3.
     */
    private static final String ATEXT_SYMBOLS = "!#$%&'*+-/=?^_`{|}~";

    /**
     * What resolvers read as an IPv4 address although no brackets mark it: the last label is a decimal or hexadecimal
     * number.
     */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile(".*\\.(?:[0-9]+|0x[0-9a-f]*)");

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE
            | IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO);

    private final String original;
    private final String canonical;
    private final boolean mixedScriptDomain;

    private EmailAddress(String original, String canonical, boolean mixedScriptDomain) {
        this.original = original;
        this.canonical = canonical;
        this.mixedScriptDomain = mixedScriptDomain;
    }

    /**
     * Reads the bare address, without white space around it.
     *
     * @throws InvalidValue with one of the {@code EMAIL_} reasons, for every text that is no such address
     */
    public static EmailAddress parse(String text) {
        var plain = parsePlainAscii(text);
        return plain != null ? plain : parseInFull(text);
    }

    /**
     * As it was given, in NFC: for people to read where it is their own. See {@link #display()} for everyone else's.
     */
    public String original() {
        return original;
    }

    /**
     * The one form for comparing, indexing and hashing: local part lower-cased without regard to any language, in NFC;
     * domain as lower-case A-labels by UTS 46, non-transitional. Parsing it gives an equal address. Not for sending: a
     * receiver may distinguish case.
     */
    public String canonical() {
        return canonical;
    }

    /**
     * What to hand to a mail server: the local part as it was given, the domain as A-labels. ASCII unless the local
     * part is not.
     */
    public String forSending() {
        return original.substring(0, original.indexOf('@')) + canonical.substring(canonical.indexOf('@'));
    }

    /**
     * Whether a label of the domain mixes scripts that no language writes together, such as Latin and Cyrillic: to be
     * shown with a warning. Source: UTS 39 section 5.2, "highly restrictive", label by label. A domain given as
     * A-labels is judged by what these stand for.
     */
    public boolean mixedScriptDomain() {
        return mixedScriptDomain;
    }

    /**
     * For showing to others: as it was given, but with the domain as A-labels if it {@linkplain #mixedScriptDomain()
     * mixes scripts}.
     */
    public String display() {
        return mixedScriptDomain ? forSending() : original;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmailAddress that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    /** Without the address: what is logged by accident must not be personal data. */
    @Override
    public String toString() {
        return "EmailAddress[hidden]";
    }

    /**
     * The common case without tables: what this accepts, {@link #parseInFull} accepts with the same result; {@code
     * null} says only that the rules have to be asked.
     */
    static @Nullable EmailAddress parsePlainAscii(String text) {
        if (text.length() > MAX_OCTETS) {
            return null;
        }
        var at = -1;
        var startOfAtom = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '@' || c == '.') {
                var endsWell = i > startOfAtom && (at < 0 || isPlainLabel(text, startOfAtom, i));
                if (!endsWell || (c == '@' && (at >= 0 || i > MAX_LOCAL_PART_OCTETS))) {
                    return null;
                }
                at = c == '@' ? i : at;
                startOfAtom = i + 1;
            } else if (!isAsciiLetterOrDigit(c) && (at < 0 ? ATEXT_SYMBOLS.indexOf(c) < 0 : c != '-')) {
                return null;
            }
        }
        var hasDotInDomain = at >= 0 && startOfAtom > at + 1;
        if (!hasDotInDomain
                || !isPlainLabel(text, startOfAtom, text.length())
                || isAsciiDigit(text.charAt(startOfAtom))) {
            return null;
        }
        return new EmailAddress(text, text.toLowerCase(Locale.ROOT), false);
    }

    /** Leaves every label with hyphens in third and fourth place to UTS 46, A-labels among them. */
    private static boolean isPlainLabel(String text, int start, int end) {
        var length = end - start;
        return length >= 1
                && length <= MAX_LABEL_LENGTH
                && text.charAt(start) != '-'
                && text.charAt(end - 1) != '-'
                && !(length >= 4 && text.charAt(start + 2) == '-' && text.charAt(start + 3) == '-');
    }

    /** Every rule, for every text. */
    static EmailAddress parseInFull(String text) {
        if (text.length() > MAX_GIVEN_LENGTH) {
            throw InvalidValue.beyond(MAX_OCTETS, EMAIL_TOO_LONG);
        }
        if (text.startsWith("\"")) {
            throw InvalidValue.because(EMAIL_QUOTED_LOCAL_PART);
        }
        refuseUnseenCharacters(text);
        var address = NFC.normalize(text);
        if (!NFKC.isNormalized(address)) {
            throw InvalidValue.because(EMAIL_COMPATIBILITY_CHARACTER);
        }
        var at = address.indexOf('@');
        if (at < 0 || !isDotString(address.substring(0, at))) {
            throw InvalidValue.because(EMAIL_MALFORMED);
        }
        var localPart = address.substring(0, at);
        var canonicalLocalPart = NFC.normalize(UCharacter.toLowerCase(ULocale.ROOT, localPart));
        var localPartOctets = Math.max(utf8Octets(localPart), utf8Octets(canonicalLocalPart));
        if (localPartOctets > MAX_LOCAL_PART_OCTETS) {
            throw InvalidValue.beyond(MAX_LOCAL_PART_OCTETS, EMAIL_TOO_LONG);
        }
        var domain = toALabels(address.substring(at + 1));
        if (localPartOctets + 1 + domain.length() > MAX_OCTETS) {
            throw InvalidValue.beyond(MAX_OCTETS, EMAIL_TOO_LONG);
        }
        return new EmailAddress(address, canonicalLocalPart + '@' + domain, mixesScripts(domain));
    }

    private static void refuseUnseenCharacters(String text) {
        var position = 0;
        for (var i = 0; i < text.length(); position++) {
            var character = text.codePointAt(i);
            if (isUnseen(character)) {
                throw InvalidValue.at(position, EMAIL_CHARACTER_NOT_ALLOWED);
            }
            i += Character.charCount(character);
        }
    }

    /** Unassigned code points are among them because a later Unicode could give them a lower case or a composition. */
    private static boolean isUnseen(int character) {
        return switch (UCharacter.getType(character)) {
            case UCharacter.CONTROL,
                    UCharacter.FORMAT,
                    UCharacter.SURROGATE,
                    UCharacter.UNASSIGNED,
                    UCharacter.PRIVATE_USE,
                    UCharacter.SPACE_SEPARATOR,
                    UCharacter.LINE_SEPARATOR,
                    UCharacter.PARAGRAPH_SEPARATOR -> true;
            default -> UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
        };
    }

    private static boolean isDotString(String localPart) {
        return !localPart.isEmpty()
                && !localPart.startsWith(".")
                && !localPart.endsWith(".")
                && !localPart.contains("..")
                && localPart
                        .chars()
                        .allMatch(c -> c > 0x7F
                                || c == '.'
                                || isAsciiLetterOrDigit((char) c)
                                || ATEXT_SYMBOLS.indexOf(c) >= 0);
    }

    private static String toALabels(String domain) {
        if (domain.isEmpty() || domain.indexOf('@') >= 0) {
            throw InvalidValue.because(EMAIL_MALFORMED);
        }
        if (domain.startsWith("[")) {
            throw InvalidValue.because(EMAIL_IP_LITERAL);
        }
        var info = new IDNA.Info();
        final String aLabels;
        try {
            aLabels = UTS46.nameToASCII(domain, new StringBuilder(), info).toString();
        } catch (ICUInputTooLongException aLabelOfAThousandCharacters) {
            throw InvalidValue.beyond(MAX_OCTETS, EMAIL_TOO_LONG);
        }
        if (info.getErrors().equals(Set.of(IDNA.Error.DOMAIN_NAME_TOO_LONG))) {
            throw InvalidValue.beyond(MAX_OCTETS, EMAIL_TOO_LONG);
        }
        if (info.hasErrors() || aLabels.endsWith(".")) {
            throw InvalidValue.because(EMAIL_DOMAIN_INVALID);
        }
        if (aLabels.indexOf('.') < 0) {
            throw InvalidValue.because(EMAIL_DOMAIN_WITHOUT_DOT);
        }
        if (ENDS_IN_A_NUMBER.matcher(aLabels).matches()) {
            throw InvalidValue.because(EMAIL_IP_LITERAL);
        }
        return aLabels;
    }

    private static boolean mixesScripts(String aLabels) {
        if (!aLabels.contains("xn--")) {
            return false;
        }
        var uLabels = UTS46.nameToUnicode(aLabels, new StringBuilder(), new IDNA.Info())
                .toString();
        for (var label : uLabels.split("\\.", -1)) {
            if (Scripts.CHECKER.failsChecks(label)) {
                return true;
            }
        }
        return false;
    }

    private static int utf8Octets(String text) {
        return text.codePoints()
                .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isAsciiDigit(c);
    }

    private static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Loads the tables of confusable characters only when a domain needs them. */
    private static final class Scripts {
        static final SpoofChecker CHECKER = new SpoofChecker.Builder()
                .setChecks(SpoofChecker.RESTRICTION_LEVEL)
                .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
                .build();
    }
}
