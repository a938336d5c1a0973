package io.customeraccounts.projections.pointintime;

import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Finds the stretches of time that hold an instant, by an ordinary index and without looking at the others (a
 * relational interval tree, Kriegel, Pötke and Seidl 2000). Each second is a node of a fixed binary tree, the rounder
 * the number the higher. A stretch hangs at the highest of its seconds. What holds an instant hangs at one of the
 * {@value #LEVELS} nodes on the way down to it: at one of the later nodes, if it has begun by then, and at one of the
 * earlier ones, if it is not over either.
 */
final class Intervals {

    /** Where a stretch hangs that is not over. */
    static final long OPEN = -1;

    private static final int LEVELS = 33;
    private static final long LAST = (1L << LEVELS) - 1;

    private Intervals() {}

    /** @param to not before {@code from} */
    static long node(Instant from, Instant to) {
        var first = second(from);
        var last = second(to);
        var highestDifference = Long.numberOfTrailingZeros(Long.highestOneBit((first - 1) ^ last));
        return (last >>> highestDifference) << highestDifference;
    }

    /** Where a stretch hangs if it holds the instant because it has begun by then. */
    static Long[] begunBy(Instant instant) {
        var second = second(instant);
        return LongStream.concat(wayTo(second).filter(node -> node > second), LongStream.of(OPEN))
                .boxed()
                .toArray(Long[]::new);
    }

    /** Where a stretch hangs if it holds the instant because it is not over by then. */
    static Long[] notOverBy(Instant instant) {
        var second = second(instant);
        return wayTo(second).filter(node -> node <= second).boxed().toArray(Long[]::new);
    }

    /** Likewise, if it began after another instant, which is not later. */
    static Long[] notOverBy(Instant instant, Instant begunAfter) {
        var earliest = second(begunAfter);
        return Stream.of(notOverBy(instant)).filter(node -> node >= earliest).toArray(Long[]::new);
    }

    private static LongStream wayTo(long second) {
        return IntStream.range(0, LEVELS).mapToLong(level -> ((second >>> (level + 1)) << (level + 1)) | (1L << level));
    }

    private static long second(Instant instant) {
        return Math.clamp(instant.getEpochSecond(), 1, LAST);
    }
}
