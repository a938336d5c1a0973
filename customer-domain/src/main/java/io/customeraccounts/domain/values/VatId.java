package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.VAT_ID_MALFORMED;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The number under which a company is registered for VAT, with the prefix of its country, such as {@code DE123456789}.
 * Checked by its form only: whether somebody has it is another question.
 *
 * @param value in upper case, without spaces, dots and dashes
 */
public record VatId(String value) {

    /** What people put between the digits. */
    private static final Pattern SEPARATORS = Pattern.compile("[ .-]");

    /** Of countries that are not in {@link #FORMS}. */
    private static final Pattern ANY = Pattern.compile("[A-Z]{2}[0-9A-Z]{2,15}");

    private static final int MAX_GIVEN_LENGTH = 40;

    /** What follows the prefix. Source: VIES of the European Commission, "structure of VAT identification numbers". */
    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            form("AT", "U[0-9]{8}"),
            form("BE", "[01][0-9]{9}"),
            form("BG", "[0-9]{9,10}"),
            form("CY", "[0-9]{8}[A-Z]"),
            form("CZ", "[0-9]{8,10}"),
            form("DE", "[0-9]{9}"),
            form("DK", "[0-9]{8}"),
            form("EE", "[0-9]{9}"),
            form("EL", "[0-9]{9}"),
            form("ES", "[0-9A-Z][0-9]{7}[0-9A-Z]"),
            form("FI", "[0-9]{8}"),
            form("FR", "[0-9A-Z]{2}[0-9]{9}"),
            form("HR", "[0-9]{11}"),
            form("HU", "[0-9]{8}"),
            form("IE", "[0-9][0-9A-Z+*][0-9]{5}[A-Z]{1,2}"),
            form("IT", "[0-9]{11}"),
            form("LT", "[0-9]{9}|[0-9]{12}"),
            form("LU", "[0-9]{8}"),
            form("LV", "[0-9]{11}"),
            form("MT", "[0-9]{8}"),
            form("NL", "[0-9A-Z+*]{12}"),
            form("PL", "[0-9]{10}"),
            form("PT", "[0-9]{9}"),
            form("RO", "[0-9]{2,10}"),
            form("SE", "[0-9]{12}"),
            form("SI", "[0-9]{8}"),
            form("SK", "[0-9]{10}"),
            form("XI", "[0-9]{9}|[0-9]{12}|(GD|HA)[0-9]{3}"));

    /**
     * Brings the number into its form.
     *
     * @throws InvalidValue if it is none
     */
    public VatId {
        if (value.length() > MAX_GIVEN_LENGTH) {
            throw InvalidValue.because(VAT_ID_MALFORMED);
        }
        value = SEPARATORS.matcher(value).replaceAll("").toUpperCase(Locale.ROOT);
        var form = value.length() < 2 ? null : FORMS.get(value.substring(0, 2));
        var fits = form == null
                ? ANY.matcher(value).matches()
                : form.matcher(value.substring(2)).matches();
        if (!fits) {
            throw InvalidValue.because(VAT_ID_MALFORMED);
        }
    }

    private static Map.Entry<String, Pattern> form(String prefix, String rest) {
        return Map.entry(prefix, Pattern.compile(rest));
    }

    /** Of a person who trades alone it is personal data. */
    @Override
    public String toString() {
        return "VatId[hidden]";
    }
}
