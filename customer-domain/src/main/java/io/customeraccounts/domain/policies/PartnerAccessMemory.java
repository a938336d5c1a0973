package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import java.time.Instant;
import java.util.List;

/**
 * Remembers which memberships in managed customers hang on one in a partner, and which of them are to be ended because that
 * has ended. Events of a partner and of its customers come in no order. All methods are safe to repeat, and write in the
 * transaction that is active.
 */
public interface PartnerAccessMemory {

    /**
     * A membership to be ended.
     *
     * @param eventId what ended it
     */
    record Ending(CustomerId customerId, MembershipId membershipId, String eventId) {}

    /** Notes it; to be ended at once if what it hangs on has ended since it began. */
    void began(CustomerId customerId, MembershipId membershipId, PartnerMembership through, Instant at);

    /** Forgets it. */
    void ended(MembershipId membershipId);

    /** What hangs on this membership in a partner, and began before, is to be ended; also what is noted later. */
    void partnerMembershipEnded(MembershipId partnerMembershipId, String eventId, Instant at);

    /** What hangs on any membership in this partner is to be ended; likewise. */
    void partnerEnded(CustomerId partnerId, String eventId, Instant at);

    /**
     * Hands out what is to be ended, the longest due first. Nobody else gets it within the next minute, on any node. It is
     * handed out again until it is forgotten.
     */
    List<Ending> claim(Instant now, int limit);
}
