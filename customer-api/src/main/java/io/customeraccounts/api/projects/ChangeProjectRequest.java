package io.customeraccounts.api.projects;

import io.customeraccounts.api.http.Patched;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "ProjectPatch")
record ChangeProjectRequest(
        @Schema(implementation = String.class, example = "Customer portal") @Nullable
        Patched name,

        @Schema(implementation = String.class, format = "uuid", example = "0193584e-3b00-7000-8000-000000000001")
        @Nullable
        Patched paymentMethodId,

        @Schema(implementation = String.class, format = "uuid", example = "0193584e-3b00-7000-8000-000000000002")
        @Nullable
        Patched billingAddressId) {}
