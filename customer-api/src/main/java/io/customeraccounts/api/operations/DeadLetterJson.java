package io.customeraccounts.api.operations;

import io.customeraccounts.projections.followers.DeadLetter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(
        name = "DeadLetter",
        description =
                "An event that a follower could not handle. What is in it, and what the failure says, may be personal and is left out: the event itself is in the history, at its position.")
record DeadLetterJson(
        UUID id,
        @Schema(example = "mails") String follower,

        @Schema(description = "The customer, whose later events wait for it.")
        String sequence,

        UUID eventId,
        @Schema(example = "customer.user-removed") String event,

        @Schema(description = "Of the event in the ledger.") @Nullable
        Long position,

        Instant occurredAt,
        Instant parkedAt,

        @Schema(description = "Absent if it has not been tried again.") @Nullable
        Instant lastTriedAt,

        @Schema(description = "The kind of the failure.", example = "java.lang.IllegalStateException") @Nullable
        String cause,

        @Schema(description = "Later events of the same customer that wait for it.")
        long waiting) {

    static DeadLetterJson of(DeadLetter it) {
        return new DeadLetterJson(
                it.id(),
                it.follower(),
                it.sequence(),
                it.eventId(),
                it.name(),
                it.position(),
                it.occurredAt(),
                it.parkedAt(),
                it.lastTriedAt(),
                it.cause(),
                it.waiting());
    }
}
