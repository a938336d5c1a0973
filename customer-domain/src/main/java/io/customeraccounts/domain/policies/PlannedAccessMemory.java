package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PlannedAccess;
import java.util.List;
import java.util.Optional;

/** Remembers what invitations promise until it has become real, or cannot any more. */
public interface PlannedAccessMemory {

    /** What is to become real for a membership. */
    record Promise(MembershipId membershipId, List<PlannedAccess> planned) {}

    /** Notes the plan instead of the former one; an empty one forgets the invitation. In the transaction that is active. */
    void plan(InvitationId invitationId, List<PlannedAccess> planned);

    /** Notes what the invitation led to; {@code false} if nothing is planned. */
    boolean accepted(InvitationId invitationId, MembershipId membershipId);

    /** Empty unless something is planned and the invitation is accepted. */
    Optional<Promise> promise(InvitationId invitationId);

    /** Forgets the invitation, if it is there. */
    void forget(InvitationId invitationId);
}
