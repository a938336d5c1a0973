package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Permission;
import java.time.Instant;

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
     * Whether the person is an active user of the partner, which can be used, and their group there allows this. That stays so
     * until the end of the transaction.
     */
    boolean permits(Actor.PartnerUser user, Permission permission, Instant now);
}
