package io.customeraccounts.api.history;

import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.PostalAddressJson;
import io.customeraccounts.projections.pointintime.PastGeneralData;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a customer had said about itself at a time. */
record PastGeneralDataJson(
        KnownJson known,

        @Schema(description = "Absent if it had none, or if it is erased.") @Nullable
        PostalAddressJson companyAddress,

        @Schema(description = "Likewise.", example = "4711") @Nullable
        String costCentre,

        @Schema(description = "What new projects were offered.") @Nullable
        UUID defaultPaymentMethodId,

        @Schema(description = "Likewise.") @Nullable UUID defaultBillingAddressId,

        @Schema(description = "Whether something is absent because it is erased today.")
        boolean erased) {

    /** @param general empty while the history is being filled in: then known is not complete */
    static PastGeneralDataJson of(Optional<PastGeneralData> general, KnownJson known, Masked masked) {
        return general.map(it -> {
                    var address = it.companyAddress();
                    var method = it.defaultPaymentMethodId();
                    var billing = it.defaultBillingAddressId();
                    return new PastGeneralDataJson(
                            known,
                            address == null ? null : PostalAddressJson.of(address, masked),
                            masked.orNull(it.costCentre()),
                            method == null ? null : method.value(),
                            billing == null ? null : billing.value(),
                            it.erased());
                })
                .orElseGet(() -> new PastGeneralDataJson(known, null, null, null, null, false));
    }
}
