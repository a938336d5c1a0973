package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.COUNTRY_UNKNOWN;

import java.util.Locale;
import java.util.Set;

/** A country by its two upper-case letters, such as {@code DE}. Source: ISO 3166-1 alpha-2, as the Java platform knows it. */
public record Country(String value) {

    private static final Set<String> CODES = Set.of(Locale.getISOCountries());

    /** @throws InvalidValue if there is no such country */
    public Country {
        if (!CODES.contains(value)) {
            throw InvalidValue.because(COUNTRY_UNKNOWN);
        }
    }
}
