package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.InvalidValue.Reason.ADDRESS_TOO_LONG;
import static io.customeraccounts.domain.values.InvalidValue.Reason.ADDRESS_WITHOUT_LINES;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where post goes. Rule: General data.
 *
 * @param lines who and where, as on the envelope above the city: 1 to 6
 * @param postalCode absent where a country has none
 * @param vatId of whoever gets the invoice; absent if it is not known
 */
public record PostalAddress(
        List<TextLine> lines,
        @Nullable TextLine postalCode,
        TextLine city,
        Country country,
        @Nullable VatId vatId) {

    public static final int MAX_LINES = 6;

    /** @throws InvalidValue with one of the {@code ADDRESS_} reasons */
    public PostalAddress {
        if (lines.isEmpty()) {
            throw InvalidValue.because(ADDRESS_WITHOUT_LINES);
        }
        if (lines.size() > MAX_LINES) {
            throw InvalidValue.beyond(MAX_LINES, ADDRESS_TOO_LONG);
        }
        lines = List.copyOf(lines);
    }

    /**
     * The stored form, one value a line: country, postal code, city and VAT id, empty where there is none, then the lines
     * of the address. Frozen, as events hold it.
     */
    public String asText() {
        var head = Stream.of(
                country.value(),
                postalCode == null ? "" : postalCode.value(),
                city.value(),
                vatId == null ? "" : vatId.value());
        return Stream.concat(head, lines.stream().map(TextLine::value)).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "PostalAddress[hidden]";
    }
}
