package io.customeraccounts.api.generaldata;

import io.customeraccounts.projections.generaldata.InvoiceRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

@Schema(name = "InvoiceRequest")
record InvoiceRequestJson(
        UUID paymentMethodId,
        UUID customerId,

        @Schema(example = "acme") String customerIdentifier,

        @Schema(example = "ACME GmbH") String customerName,

        Instant requestedAt) {

    static InvoiceRequestJson of(InvoiceRow row) {
        return new InvoiceRequestJson(
                row.id().value(),
                row.customerId().value(),
                row.customerIdentifier(),
                row.customerName(),
                row.requestedAt());
    }
}
