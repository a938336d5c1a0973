package io.customeraccounts.api.generaldata;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "PaymentDefaults")
record PaymentDefaultsRequest(
        @Schema(
                description = "One that is ACTIVE; absent to offer none.",
                example = "0193584e-3b00-7000-8000-000000000001")
        @Nullable
        String paymentMethodId,

        @Schema(description = "Absent to offer none.", example = "0193584e-3b00-7000-8000-000000000001") @Nullable
        String billingAddressId) {}
