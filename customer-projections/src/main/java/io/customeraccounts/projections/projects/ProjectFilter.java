package io.customeraccounts.projections.projects;

import io.customeraccounts.domain.values.MembershipId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which projects of a customer are asked for.
 *
 * @param assignedTo only those that this membership has access to now; absent for all
 * @param withoutUsers only those that nobody has access to now
 */
public record ProjectFilter(
        Set<ProjectState> states, @Nullable MembershipId assignedTo, boolean withoutUsers) {

    /** Those that are not deleted, nor marked for it. */
    public static final ProjectFilter ACTIVE = new ProjectFilter(Set.of(ProjectState.ACTIVE), null, false);

    public static final ProjectFilter ALL = new ProjectFilter(EnumSet.allOf(ProjectState.class), null, false);

    public ProjectFilter {
        states = Set.copyOf(states);
    }

    public ProjectFilter assignedTo(MembershipId membershipId) {
        return new ProjectFilter(states, membershipId, withoutUsers);
    }

    public ProjectFilter withoutAnyUser() {
        return new ProjectFilter(states, assignedTo, true);
    }
}
