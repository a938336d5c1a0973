package io.customeraccounts.api.systems;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "Confirm")
record ConfirmRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The place in the events up to which the system has applied everything.",
                example = "AAAAAAAAAAEFfwAAAAAAAAAAAAAAAAAA")
        @Nullable
        String cursor) {}
