package io.customeraccounts.api.operations;

import io.customeraccounts.projections.rebuild.Difference;
import io.customeraccounts.projections.rebuild.RebuildProgress;
import io.customeraccounts.projections.rebuild.RebuildState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "Rebuild", description = "The last rebuild of a read table.")
record RebuildJson(
        @Schema(example = "customer_user") String table,

        @Schema(description = "NONE if there has been no rebuild of this table.")
        RebuildState state,

        @Schema(description = "Of the events to read and the rows to compare.", example = "42")
        int percent,

        long eventsRead,

        @Schema(description = "All that there are now.") long events,

        @Schema(description = "On average, while events were read.", example = "24000")
        long eventsPerSecond,

        long rowsCompared,

        @Schema(description = "At the speed so far; absent if it is not running, or has just begun.") @Nullable
        Long secondsLeft,

        @Schema(
                description =
                        "How many rows differed from what the events say. They have been repaired, unless it only checks.")
        long differences,

        @Schema(description = "Whether what differs is only reported: a self-check.")
        boolean checkOnly,

        @Schema(description = "How long rows that differed were locked for it, at most.")
        long longestLockMillis,

        @Schema(description = "Absent if there has been none.") @Nullable
        Instant startedAt,

        @Schema(description = "Absent until it has ended.") @Nullable
        Instant endedAt,

        @Schema(description = "What differed, the first thousand values; not in the list of all tables.") @Nullable
        List<DifferenceJson> report) {

    @Schema(name = "RebuildDifference")
    record DifferenceJson(
            @Schema(example = "customer_user") String table,
            UUID key,

            @Schema(
                    description = "Absent if the whole row was missing, or should not have been there.",
                    example = "group_name")
            @Nullable
            String column,

            @Schema(
                    description =
                            "What stood in the table: *** for personal data, \"row\" for a whole row; absent for nothing.",
                    example = "CUSTOMER_ADMIN")
            @Nullable
            String live,

            @Schema(description = "What the events say, likewise.", example = "CUSTOMER_EMPLOYEE") @Nullable
            String rebuilt) {

        static DifferenceJson of(Difference it) {
            return new DifferenceJson(it.table(), it.key(), it.column(), it.live(), it.rebuilt());
        }
    }

    static RebuildJson of(RebuildProgress it) {
        return of(it, null);
    }

    static RebuildJson of(RebuildProgress it, @Nullable List<Difference> report) {
        var left = it.left();
        return new RebuildJson(
                it.table(),
                it.state(),
                it.percent(),
                it.eventsRead(),
                it.events(),
                it.eventsPerSecond(),
                it.rowsCompared(),
                left == null ? null : left.toSeconds(),
                it.differences(),
                it.checkOnly(),
                it.longestLock().toMillis(),
                it.startedAt(),
                it.endedAt(),
                report == null ? null : report.stream().map(DifferenceJson::of).toList());
    }
}
