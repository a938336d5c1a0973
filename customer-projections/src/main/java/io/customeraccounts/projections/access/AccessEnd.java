package io.customeraccounts.projections.access;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;

/** What ended an access: somebody did so, or it followed from something else. */
public enum AccessEnd {
    UNASSIGNED,
    PROJECT_DELETED,
    USER_REMOVED,
    USER_LEFT,
    MEMBERSHIP_EXPIRED,
    ACCESS_EXPIRED,
    PERSON_ERASED,
    CUSTOMER_CLOSED,
    /** The user has got a group that does not allow it. */
    GROUP_CHANGED;

    public static AccessEnd of(RevocationCause cause) {
        return switch (cause) {
            case USER_REMOVED -> USER_REMOVED;
            case USER_LEFT -> USER_LEFT;
            case MEMBERSHIP_EXPIRED -> MEMBERSHIP_EXPIRED;
            case ACCESS_EXPIRED -> ACCESS_EXPIRED;
            case PERSON_ERASED -> PERSON_ERASED;
            case CUSTOMER_CLOSED -> CUSTOMER_CLOSED;
        };
    }
}
