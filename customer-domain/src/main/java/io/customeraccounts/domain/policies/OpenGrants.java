package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.List;

/**
 * Remembers which access no event of its project has ended, and which of it gives nothing any more and is therefore to be
 * revoked. All methods are safe to repeat, and write in the transaction that is active.
 */
public interface OpenGrants {

    /**
     * An access to be revoked.
     *
     * @param eventId what ended it
     */
    record Revocation(
            CustomerId customerId, ProjectId projectId, GrantId grantId, RevocationCause cause, String eventId) {}

    /** Notes it; to be revoked from {@code at} on if its membership has ended or its customer is closed. */
    void opened(CustomerId customerId, ProjectId projectId, GrantId grantId, MembershipId membershipId, Instant at);

    /** Forgets it. */
    void ended(GrantId grantId);

    /** Forgets all that there is in the project. */
    void allEnded(ProjectId projectId);

    /** All access of the membership is to be revoked from {@code at} on, also what is noted later. */
    void membershipEnded(MembershipId membershipId, RevocationCause cause, String eventId, Instant at);

    /** All access in the customer is to be revoked from {@code at} on, also what is noted later. */
    void customerClosed(CustomerId customerId, String eventId, Instant at);

    /**
     * Hands out what is to be revoked, the longest due first. Nobody else gets it within the next minute, on any node. It
     * is handed out again until it is forgotten.
     */
    List<Revocation> claim(Instant now, int limit);
}
