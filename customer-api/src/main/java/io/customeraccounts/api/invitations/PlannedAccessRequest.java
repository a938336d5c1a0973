package io.customeraccounts.api.invitations;

import io.customeraccounts.domain.values.ProjectRole;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "PlanAccess", description = "Access to a project that becomes real when the invitation is accepted.")
record PlannedAccessRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                format = "uuid",
                description = "Of an active project of the customer.",
                example = "0193584e-3b00-7000-8000-000000000004")
        @Nullable
        String projectId,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, implementation = ProjectRole.class) @Nullable
        String role,

        @Schema(
                format = "date-time",
                description = "In the future; from then on the access gives nothing.",
                example = "2030-01-31T12:00:00Z")
        @Nullable
        String endsAt) {}
