package io.customeraccounts.api.generaldata;

import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.PostalAddressJson;
import io.customeraccounts.projections.generaldata.GeneralDataRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "GeneralData")
record GeneralDataJson(
        @Nullable PostalAddressJson companyAddress,

        @Schema(example = "4711") @Nullable String costCentre,

        @Schema(description = "What new projects are offered.") @Nullable
        UUID defaultPaymentMethodId,

        @Schema(description = "Likewise.") @Nullable UUID defaultBillingAddressId) {

    static GeneralDataJson of(GeneralDataRow row, Masked masked) {
        var address = row.companyAddress();
        var method = row.defaultPaymentMethodId();
        var billing = row.defaultBillingAddressId();
        return new GeneralDataJson(
                address == null ? null : PostalAddressJson.of(address, masked),
                masked.orNull(row.costCentre()),
                method == null ? null : method.value(),
                billing == null ? null : billing.value());
    }
}
