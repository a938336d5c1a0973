package io.customeraccounts.api.history;

import io.customeraccounts.projections.pointintime.AccessChange;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is different at two times, for a user, or for the access of a user to a project. */
record AccessChangeJson(
        AccessChange.Kind change,
        @Schema(format = "uuid") String membershipId,
        @Schema(format = "uuid") String personId,

        @Schema(description = "Absent once the person is erased.") @Nullable
        String fullName,

        @Schema(description = "Absent if it is the membership that differs.", format = "uuid") @Nullable
        String projectId,

        @Schema(description = "As it is today; absent likewise.") @Nullable
        String projectName,

        @Schema(description = "The group or the project role at the first time; absent if there was none.") @Nullable
        String before,

        @Schema(description = "The same at the second time.") @Nullable
        String after,

        @Schema(description = "The last event about it between the two. Absent if only a date has come.") @Nullable
        EntryJson event) {}
