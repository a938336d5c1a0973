package io.customeraccounts.api.projects;

import io.customeraccounts.api.http.Patched;
import io.customeraccounts.domain.values.ProjectRole;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "ProjectAccessPatch")
record ChangeAccessRequest(
        @Schema(implementation = ProjectRole.class) @Nullable
        Patched role,

        @Schema(
                implementation = String.class,
                format = "date-time",
                nullable = true,
                description = "In the future; null to have no end.",
                example = "2030-01-31T12:00:00Z")
        @Nullable
        Patched endsAt) {}
