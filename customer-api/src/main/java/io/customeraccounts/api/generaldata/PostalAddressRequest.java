package io.customeraccounts.api.generaldata;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.Field;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.values.Country;
import io.customeraccounts.domain.values.InvalidValue;
import io.customeraccounts.domain.values.PostalAddress;
import io.customeraccounts.domain.values.TextLine;
import io.customeraccounts.domain.values.VatId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

@Schema(name = "NewPostalAddress")
record PostalAddressRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "Who and where, as on the envelope above the city: 1 to 6 lines.",
                example = "[\"ACME GmbH\", \"Hauptstr. 17\"]")
        @Nullable
        List<@Nullable String> lines,

        @Schema(description = "Absent where a country has none.", example = "10115") @Nullable
        String postalCode,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Berlin") @Nullable
        String city,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "ISO 3166-1 alpha-2.", example = "DE")
        @Nullable
        String country,

        @Schema(description = "Checked by the form of its country.", example = "DE123456789") @Nullable
        String vatId) {

    /** @throws Problem if anything is missing or invalid */
    PostalAddress check() {
        var fields = new Fields();
        var given = lines == null ? List.<@Nullable String>of() : lines;
        if (lines == null) {
            fields.required("/lines", null, TextLine::new);
        }
        var checkedLines = IntStream.range(0, Math.min(given.size(), PostalAddress.MAX_LINES))
                .mapToObj(number -> fields.required("/lines/" + number, given.get(number), TextLine::new))
                .toList();
        var checkedPostalCode = fields.optional("/postalCode", postalCode, TextLine::new);
        var checkedCity = fields.required("/city", city, TextLine::new);
        var checkedCountry = fields.required("/country", country, Country::new);
        var checkedVatId = fields.optional("/vatId", vatId, VatId::new);
        fields.check();
        if (given.size() > PostalAddress.MAX_LINES) {
            throw Problem.invalid(FieldError.at("/lines", "address-too-long").with("limit", PostalAddress.MAX_LINES));
        }
        try {
            return new PostalAddress(
                    checkedLines.stream().map(Field::get).toList(),
                    checkedPostalCode.orNull(),
                    checkedCity.get(),
                    checkedCountry.get(),
                    checkedVatId.orNull());
        } catch (InvalidValue e) {
            throw Problem.invalid(FieldError.at("/lines", e));
        }
    }
}
