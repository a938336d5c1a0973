package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.Permission;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a customer must know of partners. Answers from tables written in the transactions of the events, in the transaction of
 * the command, and holds what it has looked at: whoever changes that at the same time waits for the end of the transaction.
 */
public interface Partners {

    /** Whether this is a partner that can be used. It stays one until the end of the transaction. */
    boolean hold(CustomerId partnerId, Instant now);

    /** Whether the partner manages a customer that has not ended. None is added until the end of the transaction. */
    boolean managesAny(CustomerId partnerId);

    /**
     * The person's membership in the partner, if it is active, the partner can be used, and their group there allows this.
     * That stays so until the end of the transaction.
     */
    Optional<Standing> permits(Actor.PartnerUser user, Permission permission, Instant now);

    /** Whether it is such a membership still, and allows to be in managed customers. That stays so likewise. */
    Optional<Standing> admits(PartnerMembership membership, Instant now);

    /** Whether a membership in a managed customer is over by what the partner has decided, although its books do not say so. */
    boolean isOver(MembershipId membershipId, Instant now);

    /** @param endsAt of the membership in the partner; absent if it has no end */
    record Standing(MembershipId membershipId, @Nullable Instant endsAt) {}
}
