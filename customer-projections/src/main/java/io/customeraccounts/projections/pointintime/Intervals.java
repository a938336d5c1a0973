package io.customeraccounts.projections.pointintime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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

    /** Where none hangs: every list of nodes is of the same length, so that there is one statement. */
    private static final long NOWHERE = -2;

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
    static List<Long> begunBy(Instant instant) {
        var nodes = new ArrayList<>(wayTo(second(instant)));
        nodes.replaceAll(node -> node > second(instant) ? node : NOWHERE);
        nodes.add(OPEN);
        return nodes;
    }

    /** Where a stretch hangs if it holds the instant because it is not over by then. */
    static List<Long> notOverBy(Instant instant) {
        var nodes = new ArrayList<>(wayTo(second(instant)));
        nodes.replaceAll(node -> node > second(instant) ? NOWHERE : node);
        return nodes;
    }

    private static List<Long> wayTo(long second) {
        var nodes = new ArrayList<Long>(LEVELS);
        for (var level = 0; level < LEVELS; level++) {
            nodes.add(((second >>> (level + 1)) << (level + 1)) | (1L << level));
        }
        return Collections.unmodifiableList(nodes);
    }

    private static long second(Instant instant) {
        return Math.clamp(instant.getEpochSecond(), 1, LAST);
    }
}
