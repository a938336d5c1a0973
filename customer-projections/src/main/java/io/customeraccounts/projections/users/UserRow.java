package io.customeraccounts.projections.users;

import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A membership: a person as a user of one customer.
 *
 * @param fullName absent once the person is erased
 * @param email in its original spelling; absent once the person is erased
 * @param invitationId the invitation that led to it; absent for the first admin
 * @param formerMembershipId the membership that the person had in this customer before; absent if there was none
 * @param endsAt from then on the membership gives nothing; absent if it has no end
 * @param throughPartner what it hangs on, if it is that of a partner's user who has added themself
 * @param endedAt when its end was recorded; absent for a present user
 * @param endedBecause absent likewise, and if it ended with a customer that was never confirmed
 * @param version the sequence number of the event that last changed the user
 */
public record UserRow(
        MembershipId membershipId,
        CustomerId customerId,
        PersonId personId,
        @Nullable String fullName,
        @Nullable String email,
        GroupName group,
        Language language,
        @Nullable InvitationId invitationId,
        @Nullable MembershipId formerMembershipId,
        @Nullable PartnerMembership throughPartner,
        Instant joinedAt,
        @Nullable Instant endsAt,
        @Nullable Instant endedAt,
        @Nullable RemovalCause endedBecause,
        long version) {

    /** Without name and address: what is logged by accident must not be personal data. */
    @Override
    public String toString() {
        return "UserRow[" + membershipId + "]";
    }
}
