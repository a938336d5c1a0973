package io.customeraccounts.projections.invitations;

import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invitation, as the admins of the customer see it.
 *
 * @param fullName of the invited person; absent once erased
 * @param email in its original spelling; absent once erased
 * @param state as the clock sees it: expired from {@code expiresAt} on
 * @param invitedBy the membership of the inviter; absent if no user invited
 * @param inviterName absent likewise, and once erased
 * @param sentAt when the last mail went out
 * @param resends how often it was sent again
 * @param endedAt when it ceased to be pending; absent while it is
 * @param cancelledBecause absent unless cancelled
 * @param membershipId what it led to; absent unless accepted
 * @param plannedAccess becomes real with the acceptance
 * @param skippedAccess what of it has not, and why
 * @param formerMembershipId the ended membership whose access the plan was chosen from; absent if nobody is invited back
 * @param version the sequence number of the event that last changed the invitation
 */
public record InvitationRow(
        InvitationId id,
        CustomerId customerId,
        @Nullable String fullName,
        @Nullable String email,
        GroupName group,
        Language language,
        InvitationState state,
        Delivery delivery,
        @Nullable MembershipId invitedBy,
        @Nullable String inviterName,
        Instant invitedAt,
        Instant sentAt,
        int resends,
        Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable CancellationCause cancelledBecause,
        @Nullable MembershipId membershipId,
        List<PlannedAccess> plannedAccess,
        Map<ProjectId, SkipReason> skippedAccess,
        @Nullable MembershipId formerMembershipId,
        long version) {

    public InvitationRow {
        plannedAccess = List.copyOf(plannedAccess);
        skippedAccess = Map.copyOf(skippedAccess);
    }

    /** Without names and address: what is logged by accident must not be personal data. */
    @Override
    public String toString() {
        return "InvitationRow[" + id + "]";
    }
}
