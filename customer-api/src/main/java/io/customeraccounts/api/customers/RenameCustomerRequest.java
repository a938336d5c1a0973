package io.customeraccounts.api.customers;

import io.customeraccounts.api.http.Patched;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "CustomerPatch")
record RenameCustomerRequest(
        @Schema(implementation = String.class, example = "ACME AG") @Nullable
        Patched name) {}
