package io.customeraccounts.api.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user as they were at a time. */
record PastUserJson(
        @Schema(description = "Absent in a list, which says it itself.") @Nullable
        KnownJson known,

        @Schema(format = "uuid") String membershipId,
        @Schema(format = "uuid") String personId,

        @Schema(description = "Absent once the person is erased.") @Nullable
        String fullName,

        @Schema(example = "CUSTOMER_EMPLOYEE") String group,

        @Schema(description = "The end date that was set then. Absent if there was none.") @Nullable
        Instant endsAt) {}
