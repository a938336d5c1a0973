package io.customeraccounts.api.projects;

import io.customeraccounts.projections.access.ProjectUser;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(
        name = "ProjectUser",
        description =
                "A user who may do something with a project, and why: manage it because of their group, use it because of a project access. The two are independent.")
record ProjectUserJson(
        UUID membershipId,

        @Schema(description = "Absent once erased.", example = "Anna Schmidt") @Nullable
        String fullName,

        @Schema(
                description = "For those who may list the users only; absent once erased.",
                example = "anna@example.org")
        @Nullable
        String email,

        @Schema(description = "Why the user may manage the project; absent if they may not.") @Nullable
        Manage manage,

        @Schema(description = "Why the user may use the project; absent if they may not.") @Nullable
        AccessJson use) {

    @Schema(name = "ProjectManagement")
    record Manage(
            @Schema(
                    description = "The group that allows it for all projects of the customer.",
                    example = "CUSTOMER_ADMIN")
            String group) {}

    static ProjectUserJson of(ProjectUser user, boolean withEmail) {
        return new ProjectUserJson(
                user.membershipId().value(),
                user.fullName(),
                withEmail ? user.email() : null,
                user.mayManage() ? new Manage(user.group().value()) : null,
                user.grant() == null ? null : AccessJson.of(user.grant()));
    }
}
