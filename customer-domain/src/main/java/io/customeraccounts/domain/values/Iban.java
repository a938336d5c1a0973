package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.IBAN_CHECK_DIGITS;
import static io.customeraccounts.domain.values.InvalidValue.Reason.IBAN_COUNTRY_UNKNOWN;
import static io.customeraccounts.domain.values.InvalidValue.Reason.IBAN_LENGTH;
import static io.customeraccounts.domain.values.InvalidValue.Reason.IBAN_MALFORMED;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The number of a bank account (ISO 13616): a country that has such numbers, the length that it has there, and check
 * digits that fit. {@code toString} hides it.
 *
 * @param value in upper case, without white space
 */
public record Iban(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}");
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final int MAX_GIVEN_LENGTH = 50;
    private static final int SHOWN_DIGITS = 4;

    /** Country and length in characters. Source: SWIFT IBAN Registry, ISO 13616-1. */
    private static final Map<String, Integer> LENGTHS = Arrays.stream(
                    """
                    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28
                    EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26
                    IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28
                    NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25
                    SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
                    """.strip().split("\\s+"))
            .collect(Collectors.toUnmodifiableMap(
                    entry -> entry.substring(0, 2), entry -> Integer.valueOf(entry.substring(2))));

    /**
     * Brings the number into its form.
     *
     * @throws InvalidValue with one of the {@code IBAN_} reasons
     */
    public Iban {
        value = value.length() > MAX_GIVEN_LENGTH
                ? ""
                : SPACE.matcher(value).replaceAll("").toUpperCase(Locale.ROOT);
        if (!FORM.matcher(value).matches()) {
            throw InvalidValue.because(IBAN_MALFORMED);
        }
        var length = LENGTHS.get(value.substring(0, 2));
        if (length == null) {
            throw InvalidValue.because(IBAN_COUNTRY_UNKNOWN);
        }
        if (value.length() != length) {
            throw InvalidValue.beyond(length, IBAN_LENGTH);
        }
        if (remainder(value) != 1) {
            throw InvalidValue.because(IBAN_CHECK_DIGITS);
        }
    }

    static boolean isIban(String text) {
        try {
            return !new Iban(text).value().isEmpty();
        } catch (InvalidValue e) {
            return false;
        }
    }

    /** ISO/IEC 7064, MOD 97-10: the first four characters at the end, and letters as numbers from 10. */
    private static int remainder(String iban) {
        return (iban.substring(4) + iban.substring(0, 4))
                .chars()
                .map(character -> Character.digit(character, Character.MAX_RADIX))
                .reduce(0, (rest, digit) -> (rest * (digit < 10 ? 10 : 100) + digit) % 97);
    }

    /** The country, the last four characters and a star for each of the others: all that is ever shown of it. */
    public String masked() {
        return masked(value);
    }

    /** Likewise for one that was accepted once, also if it would not be today. */
    public static String masked(String iban) {
        var shownFrom = iban.length() - SHOWN_DIGITS;
        return iban.substring(0, 2) + "*".repeat(shownFrom - 2) + iban.substring(shownFrom);
    }

    @Override
    public String toString() {
        return "Iban[hidden]";
    }
}
