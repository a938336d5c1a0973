package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import java.util.List;
import java.util.Optional;

/**
 * Finds who has an e-mail address. Events keep addresses encrypted, so the aggregate cannot search them itself.
 *
 * <p>Answers from tables written in the transactions of the events. It is asked after the aggregate has been loaded: what
 * it knows is therefore at least as new as the aggregate, and where it is newer, recording the decision fails as a
 * conflict and is tried again.
 */
public interface AddressBook {

    /**
     * The membership, not yet ended by an event, whose address or whose person's address this is. Its end date may have
     * passed: that is for the caller to judge.
     */
    Optional<MembershipId> membershipWith(CustomerId customerId, EmailAddress address);

    /** The pending invitation of this address; its expiry may have passed. */
    Optional<InvitationId> pendingInvitationOf(CustomerId customerId, EmailAddress address);

    /** The pending invitations in this customer to any address of the person. */
    List<InvitationId> pendingInvitationsOf(CustomerId customerId, PersonId personId);
}
