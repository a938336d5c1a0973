package io.customeraccounts.domain.customer;

import java.time.Duration;

/**
 * The limits that an installation may set.
 *
 * @param lifetime of an invitation, unless the inviter chooses another; 1 hour to 30 days
 * @param pendingLimit how many invitations of a customer may be pending at once
 * @param dailyLimit how many invitations a customer may send within any 24 hours
 */
public record InvitationRules(Duration lifetime, int pendingLimit, int dailyLimit) {

    static final Duration SHORTEST = Duration.ofHours(1);
    static final Duration LONGEST = Duration.ofDays(30);

    /** 7 days, 50 pending, 100 a day. */
    public static final InvitationRules DEFAULT = new InvitationRules(Duration.ofDays(7), 50, 100);

    public InvitationRules {
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("lifetime must be between 1 hour and 30 days, not " + lifetime);
        }
        if (pendingLimit < 1 || dailyLimit < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    /** The number of pending invitations at which the admins are warned: four fifths of the limit. */
    int warnAt() {
        return Math.max(1, pendingLimit * 4 / 5);
    }
}
