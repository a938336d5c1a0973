package io.customeraccounts.api.systems;

import io.customeraccounts.projections.systems.Confirmation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Schema(name = "Confirmation", description = "How many connected systems have applied what ended access.")
record ConfirmationJson(
        @Schema(example = "2") int confirmed,

        @Schema(description = "How many there are that could have anything to end.", example = "3")
        int of,

        @Schema(description = "Those that have not confirmed yet, by name.")
        List<MissingJson> missing) {

    @Schema(name = "MissingConfirmation")
    record MissingJson(
            UUID systemId,
            @Schema(example = "Cloud east") String name,

            @Schema(description = "When the first thing ended that it has not confirmed.")
            Instant since) {}

    static ConfirmationJson of(Confirmation it) {
        return new ConfirmationJson(
                it.confirmed(),
                it.of(),
                it.missing().stream()
                        .map(one -> new MissingJson(one.systemId().value(), one.name(), one.since()))
                        .toList());
    }
}
