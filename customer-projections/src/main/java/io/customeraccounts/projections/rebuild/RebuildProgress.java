package io.customeraccounts.projections.rebuild;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the last rebuild of a table has come.
 *
 * @param eventsRead of {@code events}, all that there are now
 * @param rowsCompared of about {@code rows}, which is how many there were when it started
 * @param reading how long events were read, without pauses
 * @param comparing how long rows were compared, likewise
 * @param differences rows that differed; all of them repaired, unless it only checks
 * @param checkOnly whether what differs is reported and left as it is
 * @param longestLock how long rows of the live table were locked to repair them, at most
 * @param startedAt absent if there has been none
 * @param endedAt absent until it has ended
 */
public record RebuildProgress(
        String table,
        RebuildState state,
        long eventsRead,
        long events,
        long rowsCompared,
        long rows,
        Duration reading,
        Duration comparing,
        long differences,
        boolean checkOnly,
        Duration longestLock,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** 0 to 100, of the events to read and the rows to compare; 100 only when it is finished. */
    public int percent() {
        if (state == RebuildState.FINISHED) {
            return 100;
        }
        return total() == 0 ? 0 : (int) Math.min(99, 100 * done() / total());
    }

    /** On average, while reading; 0 before the first. */
    public long eventsPerSecond() {
        return reading.isZero() ? 0 : eventsRead * 1_000 / Math.max(1, reading.toMillis());
    }

    /** At the speed so far; absent if it is not running, or nothing is done yet. */
    public @Nullable Duration left() {
        if (state != RebuildState.RUNNING || done() == 0) {
            return null;
        }
        var spent = reading.plus(comparing).toMillis();
        return Duration.ofMillis((long) ((double) spent * (total() - done()) / done()));
    }

    private long done() {
        return eventsRead + Math.min(rowsCompared, rows);
    }

    private long total() {
        return Math.max(events, eventsRead) + rows;
    }
}
