package io.customeraccounts.api.http;

import io.customeraccounts.projections.generaldata.AddressRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An address, as it is shown. */
@Schema(name = "PostalAddress")
public record PostalAddressJson(
        @Schema(description = "Who and where, as on the envelope above the city.", example = "[\"ACME GmbH\"]")
        List<String> lines,

        @Schema(example = "10115") @Nullable String postalCode,

        @Schema(example = "Berlin") String city,

        @Schema(description = "ISO 3166-1 alpha-2.", example = "DE")
        String country,

        @Schema(example = "DE123456789") @Nullable String vatId) {

    public static PostalAddressJson of(AddressRow row, Masked masked) {
        return new PostalAddressJson(
                row.lines().stream().map(masked::text).toList(),
                masked.orNull(row.postalCode()),
                masked.text(row.city()),
                row.country(),
                masked.orNull(row.vatId()));
    }
}
