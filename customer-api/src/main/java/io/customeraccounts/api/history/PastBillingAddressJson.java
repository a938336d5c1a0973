package io.customeraccounts.api.history;

import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.PostalAddressJson;
import io.customeraccounts.projections.pointintime.PastBillingAddress;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A billing address as it was at a time. */
record PastBillingAddressJson(
        UUID id,

        @Schema(description = "Absent once it is erased.") @Nullable
        PostalAddressJson address) {

    static PastBillingAddressJson of(PastBillingAddress billing, Masked masked) {
        var address = billing.address();
        return new PastBillingAddressJson(
                billing.id().value(), address == null ? null : PostalAddressJson.of(address, masked));
    }
}
