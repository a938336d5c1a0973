package io.customeraccounts.api.history;

import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.AccessEnd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** That somebody could use or manage a project at a time, and why. */
record PastAccessJson(
        @Schema(format = "uuid") String projectId,
        @Schema(description = "As it was then.") String projectName,

        @Schema(format = "uuid", description = "Absent if it is about managing the project, by their group.") @Nullable
        String grantId,

        @Schema(format = "uuid") String membershipId,
        @Schema(format = "uuid") String personId,

        @Schema(description = "Absent once the person is erased.") @Nullable
        String fullName,

        @Schema(example = "CUSTOMER_EMPLOYEE") String group,

        @Schema(description = "Absent if it is about managing the project.") @Nullable
        ProjectRole role,

        @Schema(description = "The earlier of the end dates that were set then. Absent if there was none.") @Nullable
        Instant endsAt,

        @Schema(
                description =
                        "What it rested on, in order: invitation, acceptance, assignment, and what was changed of these until then.")
        List<EntryJson> because,

        @Schema(description = "What has ended it since. Absent if nothing has.") @Nullable
        EndedJson ended) {

    /** What ended an access. */
    @Schema(name = "PastAccessEndJson")
    record EndedJson(
            Instant at,
            AccessEnd because,

            @Schema(description = "The event that ended it, or noted that a date had come. Absent if none has yet.")
            @Nullable
            EntryJson event) {}
}
