package io.customeraccounts.projections.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what is bound to happen. */
public final class Waiting {

    private Waiting() {}

    /** Returns as soon as it is so; fails after half a minute, which is long also where others keep the machine busy. */
    public static void until(BooleanSupplier isSo) {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within half a minute");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
