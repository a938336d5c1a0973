package io.customeraccounts.projections.generaldata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A postal address, as it was accepted once.
 *
 * @param postalCode absent if there is none
 * @param country by ISO 3166-1 alpha-2
 * @param vatId absent if it is not known
 */
public record AddressRow(
        List<String> lines,
        @Nullable String postalCode,
        String city,
        String country,
        @Nullable String vatId) {

    private static final int HEAD = 4;

    /** Reads the form that {@code PostalAddress#asText} writes. */
    public static AddressRow of(String text) {
        var parts = List.of(text.split("\n", -1));
        return new AddressRow(
                parts.subList(HEAD, parts.size()),
                orNull(parts.get(1)),
                parts.get(2),
                parts.get(0),
                orNull(parts.get(3)));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
