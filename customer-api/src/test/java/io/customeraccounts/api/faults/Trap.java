package io.customeraccounts.api.faults;

/**
 * Where a process is to be stopped.
 *
 * @param passage how often it gets to the point, the last time of which counts
 * @param freezes whether it only stands still (SIGSTOP), holding whatever it holds, instead of ending as by SIGKILL
 */
record Trap(KillPoint point, int passage, boolean freezes) {

    static Trap kill(KillPoint point, int passage) {
        return new Trap(point, passage, false);
    }

    static Trap freeze(KillPoint point) {
        return new Trap(point, 1, true);
    }
}
