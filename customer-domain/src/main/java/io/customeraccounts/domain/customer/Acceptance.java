package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;

/** The answer to an attempt to accept an invitation. */
public sealed interface Acceptance {

    /** The person is a user now, by this membership, or was made one by the same acceptance before. */
    record Accepted(MembershipId membershipId) implements Acceptance {}

    /** The person's address is not the invited one. An answer and not a refusal, because the attempt is recorded. */
    record EmailMismatch(InvitationId invitationId) implements Acceptance {}
}
