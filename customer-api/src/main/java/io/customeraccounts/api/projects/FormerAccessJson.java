package io.customeraccounts.api.projects;

import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.FormerAccess.FormerGrant;
import io.customeraccounts.projections.projects.ProjectState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(
        name = "FormerAccess",
        description =
                "A project access that an ended membership had to its end. It does not come back; an invitation may promise it anew.")
record FormerAccessJson(
        UUID projectId,
        @Schema(example = "portal") String identifier,
        @Schema(example = "Customer portal") String name,

        @Schema(description = "Only access to an active one can be promised.")
        ProjectState state,

        ProjectRole role,

        @Schema(description = "The end date that it had; absent if it had none.") @Nullable
        Instant endsAt) {

    static FormerAccessJson of(FormerGrant grant) {
        return new FormerAccessJson(
                grant.projectId().value(),
                grant.identifier(),
                grant.name(),
                grant.projectState(),
                grant.role(),
                grant.endsAt());
    }
}
