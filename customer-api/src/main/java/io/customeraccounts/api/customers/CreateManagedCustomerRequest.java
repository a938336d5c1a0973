package io.customeraccounts.api.customers;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "CreateManagedCustomer")
record CreateManagedCustomerRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "ACME GmbH") @Nullable
        String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "2 to 16 lower-case letters and digits with single hyphens. It never changes.",
                example = "acme")
        @Nullable
        String identifier) {}
