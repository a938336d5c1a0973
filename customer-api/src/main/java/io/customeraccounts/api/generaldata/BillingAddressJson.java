package io.customeraccounts.api.generaldata;

import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.PostalAddressJson;
import io.customeraccounts.projections.generaldata.BillingAddressRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

@Schema(name = "BillingAddress")
record BillingAddressJson(UUID id, PostalAddressJson address, Instant addedAt) {

    static BillingAddressJson of(BillingAddressRow row, Masked masked) {
        return new BillingAddressJson(row.id().value(), PostalAddressJson.of(row.address(), masked), row.addedAt());
    }
}
