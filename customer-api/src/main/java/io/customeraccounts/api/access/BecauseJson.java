package io.customeraccounts.api.access;

import io.customeraccounts.projections.access.Decision.Because;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "DecidingEvent", description = "An event that a decision rests on.")
record BecauseJson(
        @Schema(description = "Its id in the feed and in the history.")
        UUID eventId,

        @Schema(
                description = "Its number in the one order of all events; absent for the moment until it has one.",
                example = "42")
        @Nullable
        Long position) {

    static List<BecauseJson> of(List<Because> events) {
        return events.stream()
                .map(event -> new BecauseJson(event.eventId(), event.position()))
                .toList();
    }
}
