package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.IDENTIFIER_MALFORMED;
import static io.customeraccounts.domain.values.InvalidValue.Reason.IDENTIFIER_RESERVED;
import static io.customeraccounts.domain.values.InvalidValue.Reason.IDENTIFIER_TOO_LONG;
import static io.customeraccounts.domain.values.InvalidValue.Reason.IDENTIFIER_TOO_SHORT;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The word by which a customer or a project is known in addresses, invoices and other systems. It never changes and is
 * never given to another, also not after deletion.
 *
 * <p>Rule: E-mail and names. Lower-case ASCII letters and digits with single hyphens between them, {@code
 * [a-z0-9](-?[a-z0-9])*}: 2 to 16 characters for a customer, 2 to 30 for a project. Upper case is refused, not folded.
 * Reserved words are refused for both.
 */
public final class Identifier {

    /** Characters, which are octets as well. Source: E-mail and names. */
    static final int MIN_LENGTH = 2;

    static final int MAX_CUSTOMER_LENGTH = 16;
    static final int MAX_PROJECT_LENGTH = 30;

    /**
     * Words that could be taken for the service itself where an identifier is part of a URL, a host name or a mail
     * address: its own paths and neighbours; the mailboxes of RFC 2142 and their like; what programs print for nothing.
     */
    static final Set<String> RESERVED = Set.of("""
            about account accounts actuator admin administrator api app assets auth authorize
            callback cdn console customers docs error events favicon feed ftp graphql health help
            history imap invitation invitations jwks legal localhost login logout mail mailbox me
            metrics new oauth oauth2 openapi openid operator partners password pop privacy problems
            projects register registration robots root saml search settings sign-in sign-out sign-up
            signin signout signup sitemap smtp sso static status swagger swagger-ui system terms
            token user userinfo users v1 v2 v3 webhook webhooks webjars well-known www

            abuse billing contact hostmaster info no-reply noc noreply postmaster security support
            webmaster

            all anonymous any default false global nobody none null public self true undefined
            unknown""".split("\\s+"));

    /** For companies whose name has neither letter nor digit. */
    private static final String FALLBACK = "customer";

    /** As many as six digits and letters make. */
    private static final long NUMBERS = 36L * 36 * 36 * 36 * 36 * 36;

    private final String value;

    private Identifier(String value) {
        this.value = value;
    }

    /**
     * A customer's identifier.
     *
     * @throws InvalidValue with one of the {@code IDENTIFIER_} reasons
     */
    public static Identifier ofCustomer(String text) {
        return of(text, MAX_CUSTOMER_LENGTH);
    }

    /**
     * A project's identifier.
     *
     * @throws InvalidValue with one of the {@code IDENTIFIER_} reasons
     */
    public static Identifier ofProject(String text) {
        return of(text, MAX_PROJECT_LENGTH);
    }

    /**
     * Identifiers a customer of this name could have, the nicest first: the name in ASCII letters, then the same with
     * {@code -2}, {@code -3} and so on. All are valid and different, the same name always gives the same ones in the
     * same order, and whoever looks for one that is free does not reach the end (there are two thousand million). A
     * name of symbols only gives {@code customer}.
     */
    public static Stream<Identifier> proposalsFor(CustomerName name) {
        var slug = slug(name.value());
        var base = wholeWords(slug);
        var first = cut(base, MAX_CUSTOMER_LENGTH);
        var numbered = IntStream.rangeClosed(2, Integer.MAX_VALUE)
                .mapToObj(number -> "-" + number)
                .map(suffix -> cut(base, MAX_CUSTOMER_LENGTH - suffix.length()) + suffix)
                // a name that ends in a number itself meets it again here
                .filter(candidate -> !candidate.equals(first));
        return Stream.concat(Stream.of(first), numbered)
                .filter(candidate -> candidate.length() >= MIN_LENGTH && !RESERVED.contains(candidate))
                .map(Identifier::new);
    }

    /** One that all but certainly no other customer has: the beginning of the name and six characters made of the id. */
    public static Identifier lastProposalFor(CustomerName name, CustomerId customerId) {
        var number = Math.floorMod(customerId.value().getLeastSignificantBits(), NUMBERS);
        var suffix = "-" + Long.toString(NUMBERS + number, Character.MAX_RADIX).substring(1);
        return new Identifier(cut(wholeWords(slug(name.value())), MAX_CUSTOMER_LENGTH - suffix.length()) + suffix);
    }

    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Identifier that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    private static Identifier of(String text, int maxLength) {
        wellFormed(text, maxLength);
        if (RESERVED.contains(text)) {
            throw InvalidValue.because(IDENTIFIER_RESERVED);
        }
        return new Identifier(text);
    }

    /** The text, if it is written like an identifier; it may be a word that the service needs for itself. */
    static String wellFormed(String text, int maxLength) {
        if (text.length() < MIN_LENGTH) {
            throw InvalidValue.beyond(MIN_LENGTH, IDENTIFIER_TOO_SHORT);
        }
        if (text.length() > maxLength) {
            throw InvalidValue.beyond(maxLength, IDENTIFIER_TOO_LONG);
        }
        if (!isWellFormed(text)) {
            throw InvalidValue.because(IDENTIFIER_MALFORMED);
        }
        return text;
    }

    private static boolean isWellFormed(String text) {
        return !text.startsWith("-")
                && !text.endsWith("-")
                && !text.contains("--")
                && text.chars().allMatch(c -> c == '-' || isLetterOrDigit(c));
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** ASCII letters and digits with single hyphens between them, of any length but empty. */
    private static String slug(String name) {
        var slug = new StringBuilder();
        var wordEnded = false;
        for (var character : ToAscii.of(name).codePoints().toArray()) {
            var digit = UCharacter.digit(character);
            var ascii = digit >= 0
                    ? '0' + digit
                    : character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
            if (isLetterOrDigit(ascii)) {
                if (wordEnded && !slug.isEmpty()) {
                    slug.append('-');
                }
                slug.append((char) ascii);
                wordEnded = false;
            } else {
                wordEnded |= !isWithinWord(character);
            }
        }
        return slug.isEmpty() ? FALLBACK : slug.toString();
    }

    /** Apostrophes, accents, signs that transliteration leaves behind, and what has no width. */
    private static boolean isWithinWord(int character) {
        return character == '\''
                || character == '\u2019'
                || character == '`'
                || switch (UCharacter.getType(character)) {
                    case UCharacterCategory.MODIFIER_LETTER,
                            UCharacterCategory.NON_SPACING_MARK,
                            UCharacterCategory.COMBINING_SPACING_MARK,
                            UCharacterCategory.ENCLOSING_MARK,
                            UCharacterCategory.FORMAT -> true;
                    default -> false;
                };
    }

    /** Without the word that does not fit any more, unless little would be left. */
    private static String wholeWords(String slug) {
        var end = slug.length() > MAX_CUSTOMER_LENGTH ? slug.lastIndexOf('-', MAX_CUSTOMER_LENGTH) : slug.length();
        return end >= MAX_CUSTOMER_LENGTH / 2 ? slug.substring(0, end) : slug;
    }

    private static String cut(String slug, int length) {
        if (slug.length() <= length) {
            return slug;
        }
        return slug.charAt(length - 1) == '-' ? slug.substring(0, length - 1) : slug.substring(0, length);
    }

    /** Loads the tables of all scripts only when a name is to be spelled in ASCII. */
    private static final class ToAscii {

        /** Not the letters of one language (German ae, for one): which language a company's name is in, nobody says. */
        private static final Transliterator TRANSLITERATOR = Transliterator.getInstance("Any-Latin; Latin-ASCII");

        private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

        static String of(String name) {
            return TRANSLITERATOR.transliterate(NFKC.normalize(name));
        }
    }
}
