package io.customeraccounts.api.customers;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "CloseCustomer")
record CloseCustomerRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The customer's identifier, typed exactly.",
                example = "acme")
        @Nullable
        String confirmation) {}
