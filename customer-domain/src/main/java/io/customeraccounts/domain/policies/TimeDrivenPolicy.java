package io.customeraccounts.domain.policies;

import java.time.Instant;

/**
 * A policy that acts when a time has come. Safe to be called at any time, from several nodes at once; what fails is tried
 * again at a later call and keeps nothing else from being done.
 */
public interface TimeDrivenPolicy {

    /** Does everything that is due. */
    void act(Instant now);
}
