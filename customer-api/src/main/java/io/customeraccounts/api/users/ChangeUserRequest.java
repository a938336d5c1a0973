package io.customeraccounts.api.users;

import io.customeraccounts.api.http.Patched;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "UserPatch")
record ChangeUserRequest(
        @Schema(implementation = String.class, example = "CUSTOMER_ADMIN") @Nullable
        Patched group,

        @Schema(
                implementation = String.class,
                format = "date-time",
                nullable = true,
                description = "In the future; null to have no end.",
                example = "2030-01-31T12:00:00Z")
        @Nullable
        Patched endsAt) {}
