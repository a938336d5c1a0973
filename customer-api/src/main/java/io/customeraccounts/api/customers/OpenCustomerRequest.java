package io.customeraccounts.api.customers;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "OpenCustomer")
record OpenCustomerRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "ACME GmbH") @Nullable
        String name,

        @Schema(
                description =
                        "2 to 16 lower-case letters and digits with single hyphens; made from the name if absent.",
                example = "acme")
        @Nullable
        String identifier) {}
