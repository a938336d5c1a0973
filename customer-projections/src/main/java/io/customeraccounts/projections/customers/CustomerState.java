package io.customeraccounts.projections.customers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a customer account stands. */
public enum CustomerState {
    /** The confirmation mail has not been answered: nothing can be done in the account yet. */
    PENDING_CONFIRMATION,
    ACTIVE,
    /** In use, but without anyone who could administer it. */
    NO_ADMIN,
    CLOSED,
    /** Never confirmed in time. */
    EXPIRED;

    /** Whether its users can do anything in it; without this, a membership gives no access. */
    public boolean usable() {
        return this == ACTIVE || this == NO_ADMIN;
    }

    /** As the clock sees it: an account expires at the instant, not when that is recorded. */
    public static CustomerState at(Instant now, CustomerState recorded, @Nullable Instant confirmBy) {
        var late = recorded == PENDING_CONFIRMATION && confirmBy != null && !now.isBefore(confirmBy);
        return late ? EXPIRED : recorded;
    }
}
