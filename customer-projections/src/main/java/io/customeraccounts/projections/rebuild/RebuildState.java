package io.customeraccounts.projections.rebuild;

/** What has become of the last rebuild of a table. */
public enum RebuildState {
    /** There has been none. */
    NONE,
    RUNNING,
    PAUSED,
    FINISHED,
    CANCELLED,
    /** It could not go on; the log says why. What it had repaired stays repaired. */
    FAILED
}
