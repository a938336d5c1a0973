package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * What is different at two times, for a user, or for the access of a user to a project.
 *
 * @param projectId absent if it is the membership itself that differs
 * @param before the group or the project role at the first time; absent if there was no membership or no access
 * @param after the same at the second time
 * @param lastEvent the position of the last event about it between the two; absent if it was only the clock
 */
public record AccessChange(
        MembershipId membershipId,
        PersonId personId,
        @Nullable ProjectId projectId,
        @Nullable String before,
        @Nullable String after,
        @Nullable Long lastEvent) {

    /** In the words of a report. */
    public enum Kind {
        JOINED,
        LEFT,
        GROUP_CHANGED,
        ACCESS_GAINED,
        ACCESS_LOST,
        ROLE_CHANGED
    }

    public Kind kind() {
        if (projectId == null) {
            return before == null ? Kind.JOINED : after == null ? Kind.LEFT : Kind.GROUP_CHANGED;
        }
        return before == null ? Kind.ACCESS_GAINED : after == null ? Kind.ACCESS_LOST : Kind.ROLE_CHANGED;
    }
}
