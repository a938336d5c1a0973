package io.customeraccounts.api.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an answer about the past rests on. */
record KnownJson(
        @Schema(description = "The time that is answered about, that instant included.")
        Instant at,

        @Schema(
                description =
                        "Whether the answer rests on everything that had happened by then, as far as it was committed when asked.")
        boolean complete,

        @Schema(description = "If it does not: before then it would. Absent if it does.") @Nullable
        Instant completeBefore,

        @Schema(
                description =
                        "The position of the last event of the customer that is taken into account; 0 if none is.")
        long position) {}
