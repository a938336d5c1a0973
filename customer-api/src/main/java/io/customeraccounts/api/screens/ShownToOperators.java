package io.customeraccounts.api.screens;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages of operators read of the answers of the API. */
final class ShownToOperators {

    private ShownToOperators() {}

    record Followers(List<Follower> items) {}

    record Follower(String name, long position, long lag, long parked) {}

    record Ledger(
            long sealed,
            long unsealed,
            @Nullable Instant waitingSince,
            @Nullable Count counted) {}

    record Count(long stored, long sealed, long unsealed, boolean complete) {}

    record Mails(long waiting, long parked, long oldestSeconds, List<Mail> items) {}

    record Mail(
            String id,
            String kind,
            @Nullable String customerId,
            String state,
            int attempts,
            Instant dueAt,
            @Nullable String lastError) {}

    record Rebuilds(List<Rebuild> items) {}

    record Rebuild(
            String table,
            String state,
            int percent,
            long eventsRead,
            long events,
            long eventsPerSecond,
            long rowsCompared,
            @Nullable Long secondsLeft,
            long differences,
            boolean checkOnly,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable List<Difference> report) {

        public boolean isRunning() {
            return state.equals("RUNNING");
        }

        public boolean isPaused() {
            return state.equals("PAUSED");
        }
    }

    record Difference(
            String table,
            String key,
            @Nullable String column,
            @Nullable String live,
            @Nullable String rebuilt) {}

    record DeadLetters(List<DeadLetter> items) {}

    record DeadLetter(
            String id,
            String follower,
            String sequence,
            String event,
            @Nullable Long position,
            Instant parkedAt,
            @Nullable Instant lastTriedAt,
            @Nullable String cause,
            long waiting) {}

    record Discarded(List<DiscardedEvent> items) {}

    record DiscardedEvent(String id, String follower, String event, Instant discardedAt, String reason) {}

    record Retried(boolean handled) {}

    record Systems(List<ConnectedSystem> items) {}

    record ConnectedSystem(
            String id,
            String name,
            String clientId,
            List<String> locations,
            Instant registeredAt,
            @Nullable Instant removedAt,
            @Nullable List<SystemChange> changes,
            @Nullable Progress progress,
            @Nullable String clientSecret) {

        /** A line each. */
        public String locationsInLines() {
            return String.join("\n", locations);
        }
    }

    record SystemChange(String kind, Instant at, String by, String reason, String name, List<String> locations) {}

    record Progress(String confirmedPosition, Instant confirmedAt, long lagSeconds) {}
}
