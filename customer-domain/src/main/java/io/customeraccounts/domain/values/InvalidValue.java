package io.customeraccounts.domain.values;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A text that is not the value it claims to be: no e-mail address, no name, no identifier.
 *
 * <p>Says which rule was broken, never what was given: neither the message nor a detail holds the text or a part of it,
 * so that it may be logged and answered. Which field it was is known only to whoever asked.
 */
public final class InvalidValue extends RuntimeException {

    private final Reason reason;
    private final @Nullable Integer limit;
    private final @Nullable Integer position;

    private InvalidValue(Reason reason, @Nullable Integer limit, @Nullable Integer position) {
        super(message(reason, limit, position));
        this.reason = reason;
        this.limit = limit;
        this.position = position;
    }

    static InvalidValue because(Reason reason) {
        return new InvalidValue(reason, null, null);
    }

    static InvalidValue beyond(int limit, Reason reason) {
        return new InvalidValue(reason, limit, null);
    }

    static InvalidValue at(int position, Reason reason) {
        return new InvalidValue(reason, null, position);
    }

    public Reason reason() {
        return reason;
    }

    /**
     * The least or greatest length that the rule allows, in the unit named at the {@link Reason}; present for lengths
     * only.
     */
    public OptionalInt limit() {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /**
     * Where the first character stands that is not allowed: code points from the start of the text as it was given,
     * from 0; present for characters only.
     */
    public OptionalInt position() {
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    private static String message(Reason reason, @Nullable Integer limit, @Nullable Integer position) {
        if (limit != null) {
            return reason.code() + " (limit " + limit + ")";
        }
        return position != null ? reason.code() + " (at " + position + ")" : reason.code();
    }

    /**
     * Every rule that a value can break. The {@link #code()} is a contract with clients; the texts shown for it live
     * with the answers.
     */
    public enum Reason {
        /**
         * Not {@code local-part@domain}, or with a character that needs quoting (RFC 5321 section 4.1.2, dot-string).
         */
        EMAIL_MALFORMED("email-malformed"),
        /**
         * Over 254 octets in all or 64 before the at sign; {@link InvalidValue#limit()} says which, in octets of UTF-8.
         */
        EMAIL_TOO_LONG("email-too-long"),
        /**
         * A control, bidi or zero-width character, a space, a lone surrogate, a private-use or unassigned code point.
         */
        EMAIL_CHARACTER_NOT_ALLOWED("email-character-not-allowed"),
        /**
         * A character that only looks like others (a ligature, a full-width letter): the address changes under NFKC.
         */
        EMAIL_COMPATIBILITY_CHARACTER("email-compatibility-character"),
        /** {@code "anna"@example.org}: legal by RFC 5321, refused here. */
        EMAIL_QUOTED_LOCAL_PART("email-quoted-local-part"),
        /** {@code anna@[192.0.2.1]}, also without the brackets. */
        EMAIL_IP_LITERAL("email-ip-literal"),
        /** {@code anna@localhost}. */
        EMAIL_DOMAIN_WITHOUT_DOT("email-domain-without-dot"),
        /** No domain by UTS 46 with the STD3, bidi and context rules, or with a dot at its end. */
        EMAIL_DOMAIN_INVALID("email-domain-invalid"),

        /** Nothing to see: empty, white space or invisible characters only. */
        NAME_BLANK("name-blank"),
        /** {@link InvalidValue#limit()} is in code points after NFC, without white space at either end. */
        NAME_TOO_LONG("name-too-long"),
        /** A line break, a control or bidi-override character, a lone surrogate or a noncharacter. */
        NAME_CHARACTER_NOT_ALLOWED("name-character-not-allowed"),

        /** {@link InvalidValue#limit()} is in code points after NFC. */
        MESSAGE_TOO_LONG("message-too-long"),

        /** {@link InvalidValue#limit()} is in characters. */
        IDENTIFIER_TOO_SHORT("identifier-too-short"),
        /** {@link InvalidValue#limit()} is in characters. */
        IDENTIFIER_TOO_LONG("identifier-too-long"),
        /** Other than lower-case ASCII letters and digits with single hyphens between them. */
        IDENTIFIER_MALFORMED("identifier-malformed"),
        /** A word the service needs for itself. */
        IDENTIFIER_RESERVED("identifier-reserved"),

        /** No country by ISO 3166-1 alpha-2. */
        COUNTRY_UNKNOWN("country-unknown"),
        /** Not the form that VAT ids have in the country of the prefix. */
        VAT_ID_MALFORMED("vat-id-malformed"),
        /** An address needs one line at least besides the city. */
        ADDRESS_WITHOUT_LINES("address-without-lines"),
        /** {@link InvalidValue#limit()} is in lines. */
        ADDRESS_TOO_LONG("address-too-long"),

        /** Not two letters, two digits and letters or digits. */
        IBAN_MALFORMED("iban-malformed"),
        /** The country has no such numbers. */
        IBAN_COUNTRY_UNKNOWN("iban-country-unknown"),
        /** {@link InvalidValue#limit()} is the length that an IBAN of this country has, in characters without spaces. */
        IBAN_LENGTH("iban-length"),
        /** The check digits do not fit (ISO/IEC 7064, MOD 97-10). */
        IBAN_CHECK_DIGITS("iban-check-digits"),
        /** Other characters than SEPA allows, a slash at an end or two in a row, or over 35 characters. */
        MANDATE_REFERENCE_MALFORMED("mandate-reference-malformed"),
        /** Not 8 to 200 visible ASCII characters, or something that looks like a card number. */
        CARD_TOKEN_MALFORMED("card-token-malformed"),
        /** Not four digits. */
        CARD_DIGITS_MALFORMED("card-digits-malformed");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** Machine-readable, stable, in kebab case. */
        public String code() {
            return code;
        }
    }
}
