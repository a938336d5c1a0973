package io.customeraccounts.api.operations;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "StartRebuild")
record StartRebuildRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "One of the tables that the list shows.",
                example = "customer_user")
        @Nullable
        String table) {}
