package io.customeraccounts.api.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of the history. */
record EntryJson(
        @Schema(description = "The event's number in the one order of all events: 1, 2, 3 and so on.")
        long position,

        @Schema(description = "Of the event.", format = "uuid")
        String id,

        @Schema(description = "When it happened.") Instant time,

        @Schema(description = "What happened, for instance customer.user-invited.", example = "customer.user-invited")
        String event,

        @Schema(description = "The same in a sentence, in the language that is asked for: English or German.")
        String sentence,

        @Schema(description = "Who did it: the kind and the id.")
        String actor,

        @Schema(description = "Absent if it was no person, or one who is erased or was never a user of the customer.")
        @Nullable
        String actorName,

        @Schema(description = "Why, in the words of whoever did it.") @Nullable
        String reason,

        @Schema(description = "The id of the command, or of the event that this one follows from.")
        String cause,

        @Schema(format = "uuid") String customerId,

        @Schema(description = "Absent if it is about no project.", format = "uuid") @Nullable
        String projectId,

        @Schema(description = "Absent if it is about no user.", format = "uuid") @Nullable
        String membershipId,

        @Schema(description = "Absent if it is about no person.", format = "uuid") @Nullable
        String personId,

        @Schema(description = "Absent if it is about no invitation.", format = "uuid") @Nullable
        String invitationId) {}
