package io.customeraccounts.domain.values;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Access to a project that an invitation promises. It gives nothing before the invitation is accepted (rule: Invitations).
 *
 * @param endsAt from then on the access gives nothing; absent if it has no end
 */
public record PlannedAccess(
        ProjectId projectId, ProjectRole role, @Nullable Instant endsAt) {

    /** Product decision: one invitation plans access to at most so many projects. */
    public static final int MAX = 50;
}
