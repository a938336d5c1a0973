package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.AccessEnd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That somebody could use or manage a project at a time, and why.
 *
 * @param projectName as it was then
 * @param grantId absent if it is about managing it, which their group allowed them; likewise {@code role}
 * @param endsAt the earlier of the end dates that were set then, of the grant and of the membership; absent if
 *     neither had one
 * @param because the positions of the events that it rested on, in order: invitation, acceptance, joining,
 *     assignment, and what has been changed of these until then
 * @param ended what ended it since; absent if nothing has
 */
public record PastAccess(
        ProjectId projectId,
        String projectName,
        @Nullable GrantId grantId,
        MembershipId membershipId,
        PersonId personId,
        GroupName group,
        @Nullable ProjectRole role,
        @Nullable Instant endsAt,
        List<Long> because,
        @Nullable End ended) {

    public PastAccess {
        because = List.copyOf(because);
    }

    /**
     * @param at since then there was no access
     * @param position of the event that ended it, or that noted that a date had come; absent if nothing is noted yet
     */
    public record End(
            Instant at, AccessEnd because, @Nullable Long position) {}
}
