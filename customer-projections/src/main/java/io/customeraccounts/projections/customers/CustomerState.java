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
    /** In use, but without a payment method in time: no new projects, invitations and grants. Seen by the clock only. */
    RESTRICTED,
    CLOSED,
    /** Never confirmed in time. */
    EXPIRED;

    /** Whether its users can do anything in it; without this, a membership gives no access. */
    public boolean usable() {
        return this == ACTIVE || this == NO_ADMIN || this == RESTRICTED;
    }

    /**
     * As the clock sees it: an account expires, and is restricted, at the instant and not when that is recorded. That
     * nobody can administer it comes before that it is restricted.
     */
    public static CustomerState at(
            Instant now, CustomerState recorded, @Nullable Instant confirmBy, @Nullable Instant paymentDueBy) {
        if (recorded == PENDING_CONFIRMATION && confirmBy != null && !now.isBefore(confirmBy)) {
            return EXPIRED;
        }
        var restricted = recorded == ACTIVE && paymentDueBy != null && !now.isBefore(paymentDueBy);
        return restricted ? RESTRICTED : recorded;
    }
}
