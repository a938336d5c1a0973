package io.customeraccounts.api.systems;

import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.projections.systems.ConnectedSystem;
import io.customeraccounts.projections.systems.SystemChange;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "System")
record SystemJson(
        UUID id,
        @Schema(example = "Cloud east") String name,

        @Schema(
                description =
                        "Who speaks for it: the client that gets its tokens, or the subject at the issuer elsewhere.")
        String clientId,

        @Schema(description = "That it serves, by name; none once it is removed.", example = "[\"eu-de-central\"]")
        List<String> locations,

        Instant registeredAt,

        @Schema(description = "Absent while it is connected.") @Nullable
        Instant removedAt,

        @Schema(description = "What operators did to it, the last first; not in the list.") @Nullable
        List<ChangeJson> changes,

        @Schema(description = "How far it is; not where it is shown alone, since this changes all the time.") @Nullable
        ProgressJson progress,

        @Schema(description = "Shown once, when it is made; only its hash is kept.") @Nullable
        String clientSecret) {

    @Schema(name = "SystemChange")
    record ChangeJson(
            SystemChange.Kind kind,
            Instant at,
            @Schema(description = "The kind and the id.") String by,
            @Schema(example = "Second region") String reason,
            @Schema(example = "Cloud east") String name,
            @Schema(example = "[\"eu-de-central\"]") List<String> locations) {

        static ChangeJson of(SystemChange it) {
            return new ChangeJson(
                    it.kind(), it.at(), it.actor().asText(), it.reason(), it.name(), names(it.locations()));
        }
    }

    @Schema(name = "SystemProgress")
    record ProgressJson(
            @Schema(description = "It has applied everything that ended access up to this position of the events.")
            String confirmedPosition,

            @Schema(description = "When it last said so; before that, when it was registered.")
            Instant confirmedAt,

            @Schema(
                    description =
                            "For how long there has been something that it has not confirmed; 0 if there is nothing.",
                    example = "0")
            long lagSeconds) {}

    /** @param secret absent unless it has just been made */
    static SystemJson of(ConnectedSystem it, List<SystemChange> changes, @Nullable String secret) {
        return of(it, changes.stream().map(ChangeJson::of).toList(), null, secret);
    }

    /** @param lag absent if it is removed */
    static SystemJson of(ConnectedSystem it, @Nullable Duration lag) {
        var progress = lag == null
                ? null
                : new ProgressJson(Long.toString(it.confirmedPosition()), it.confirmedAt(), lag.toSeconds());
        return of(it, null, progress, null);
    }

    private static SystemJson of(
            ConnectedSystem it,
            @Nullable List<ChangeJson> changes,
            @Nullable ProgressJson progress,
            @Nullable String secret) {
        return new SystemJson(
                it.id().value(),
                it.name(),
                it.clientId(),
                names(it.locations()),
                it.registeredAt(),
                it.removedAt(),
                changes,
                progress,
                secret);
    }

    private static List<String> names(List<LocationName> locations) {
        return locations.stream().map(LocationName::value).toList();
    }
}
