package io.customeraccounts.api.projects;

import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.AccessEnd;
import io.customeraccounts.projections.access.GrantRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(
        name = "ProjectAccess",
        description =
                "That a user may use a project. It belongs to a membership: whoever is removed and comes back has none.")
record AccessJson(
        UUID grantId,
        UUID projectId,
        UUID membershipId,
        ProjectRole role,
        Instant assignedAt,

        @Schema(description = "Whether an admin assigned themself.")
        boolean bySelf,

        @Schema(description = "The invitation that promised the access; absent if none did.") @Nullable
        UUID invitationId,

        @Schema(description = "From then on it gives nothing; absent if it has no end.") @Nullable
        Instant endsAt,

        @Schema(description = "When its end was recorded; absent for an open one.") @Nullable
        Instant endedAt,

        @Schema(description = "Absent for an open one.") @Nullable
        AccessEnd endedBecause,

        @Schema(description = "The ETag of the access, without quotes; for If-Match.", example = "3")
        String version) {

    static AccessJson of(GrantRow row) {
        return new AccessJson(
                row.id().value(),
                row.projectId().value(),
                row.membershipId().value(),
                row.role(),
                row.openedAt(),
                row.bySelf(),
                row.invitationId() == null ? null : row.invitationId().value(),
                row.endsAt(),
                row.endedAt(),
                row.endedBecause(),
                Long.toString(row.version()));
    }
}
