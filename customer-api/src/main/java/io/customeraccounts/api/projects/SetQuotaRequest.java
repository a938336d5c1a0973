package io.customeraccounts.api.projects;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "SetQuota")
record SetQuotaRequest(
        @Schema(
                description = "In whatever unit the platform there counts; 0 to 1,000,000,000,000.",
                example = "40",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        Long quota) {}
