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
 * @param search only those in whose name or identifier this text occurs, without regard to case; absent for all
 */
public record ProjectFilter(
        Set<ProjectState> states,
        @Nullable MembershipId assignedTo,
        boolean withoutUsers,
        @Nullable String search) {

    /** Those that are not deleted, nor marked for it. */
    public static final ProjectFilter ACTIVE = new ProjectFilter(Set.of(ProjectState.ACTIVE), null, false, null);

    public static final ProjectFilter ALL = new ProjectFilter(EnumSet.allOf(ProjectState.class), null, false, null);

    public ProjectFilter {
        states = Set.copyOf(states);
    }

    public ProjectFilter assignedTo(MembershipId membershipId) {
        return new ProjectFilter(states, membershipId, withoutUsers, search);
    }

    public ProjectFilter withoutAnyUser() {
        return new ProjectFilter(states, assignedTo, true, search);
    }
}
