package io.customeraccounts.domain.preview;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;

/**
 * Dry runs. Answers from tables written in the transactions of the events, in the transaction that is active: asked outside
 * a command, that should be one that sees one state of all tables. What does not exist leads to nothing.
 */
public interface Previews {

    /** @param keepInvitations as in the command */
    Preview removal(CustomerId customerId, MembershipId membershipId, boolean keepInvitations, Instant now);

    Preview groupChange(CustomerId customerId, MembershipId membershipId, GroupName to, Instant now);

    Preview deletion(CustomerId customerId, ProjectId projectId, Instant now);
}
