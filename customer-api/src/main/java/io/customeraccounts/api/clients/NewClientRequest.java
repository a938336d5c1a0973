package io.customeraccounts.api.clients;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "NewClient")
record NewClientRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Payroll export") @Nullable
        String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "What the client may do, at least one.",
                example = "[\"users:read\"]")
        @Nullable
        List<@Nullable String> scopes,

        @Schema(description = "Days of 24 hours until it expires, 1 to 365; 90 if absent.", example = "90") @Nullable
        Integer days) {}
