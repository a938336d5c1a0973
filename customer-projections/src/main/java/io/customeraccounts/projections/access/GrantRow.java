package io.customeraccounts.projections.access;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A project access: a membership assigned to a project. By itself it gives nothing: see {@link AccessDecisions}.
 *
 * @param bySelf whether an admin assigned their own membership
 * @param invitationId the invitation that the access was planned on; absent if it was not planned
 * @param openedEvent the event that opened it
 * @param endsAt from then on it gives nothing; absent if it has no end
 * @param endedAt when its end was recorded; absent for an open one
 * @param endedBecause absent for an open one
 * @param endedEvent the event that recorded the end; absent for an open one
 * @param version the sequence number of the event that last changed it
 */
public record GrantRow(
        GrantId id,
        ProjectId projectId,
        CustomerId customerId,
        MembershipId membershipId,
        ProjectRole role,
        boolean bySelf,
        @Nullable InvitationId invitationId,
        Instant openedAt,
        UUID openedEvent,
        @Nullable Instant endsAt,
        @Nullable Instant endedAt,
        @Nullable AccessEnd endedBecause,
        @Nullable UUID endedEvent,
        long version) {}
