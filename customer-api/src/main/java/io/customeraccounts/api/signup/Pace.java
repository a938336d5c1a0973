package io.customeraccounts.api.signup;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Makes answers come at full beats: whether an address has an account changes by a few milliseconds how long the work
 * takes, and that is not to be seen from outside (rule: same answer, same timing).
 */
final class Pace {

    static final Duration BEAT = Duration.ofMillis(500);

    private Pace() {}

    static <T> T keep(Supplier<T> work) {
        var start = System.nanoTime();
        try {
            return work.get();
        } finally {
            var over = (System.nanoTime() - start) % BEAT.toNanos();
            waitFor(BEAT.minusNanos(over));
        }
    }

    private static void waitFor(Duration rest) {
        try {
            Thread.sleep(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
