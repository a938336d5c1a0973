package io.customeraccounts.api.projects;

import io.customeraccounts.projections.access.GrantRow;
import io.customeraccounts.projections.projects.ProjectRow;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "UserProject", description = "A project that a user may use, and why.")
record UserProjectJson(
        @Schema(example = "portal") String identifier,
        @Schema(example = "Customer portal") String name,

        @Schema(description = "The user's name, in lists of several users; absent once erased.") @Nullable
        String fullName,

        AccessJson access) {

    static UserProjectJson of(ProjectRow project, @Nullable String fullName, GrantRow grant) {
        return new UserProjectJson(project.identifier(), project.name(), fullName, AccessJson.of(grant));
    }
}
