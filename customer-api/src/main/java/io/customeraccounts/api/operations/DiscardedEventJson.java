package io.customeraccounts.api.operations;

import io.customeraccounts.projections.followers.DiscardedEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "DiscardedEvent", description = "An event that an operator has had a follower leave out.")
record DiscardedEventJson(
        @Schema(description = "Of the dead letter.") UUID id,
        @Schema(example = "mails") String follower,
        @Schema(description = "The customer.") String sequence,
        UUID eventId,
        @Schema(example = "customer.user-removed") String event,
        @Nullable String cause,
        Instant discardedAt,
        @Schema(description = "The operator.") UUID discardedBy,
        String reason) {

    static DiscardedEventJson of(DiscardedEvent it) {
        return new DiscardedEventJson(
                it.id(),
                it.follower(),
                it.sequence(),
                it.eventId(),
                it.name(),
                it.cause(),
                it.discardedAt(),
                it.discardedBy().value(),
                it.reason());
    }
}
