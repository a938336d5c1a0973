package io.customeraccounts.projections.invitations;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.projections.customers.CustomerState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation, as the invited person sees it.
 *
 * @param fullName what the inviter called the person; absent once erased
 * @param email the invited address in its original spelling; absent once erased
 * @param inviterName absent if no user invited, and once erased
 * @param state as the clock sees it: expired from {@code expiresAt} on
 * @param endedAt when it ceased to be pending; absent while it is
 */
public record InvitationOffer(
        InvitationId id,
        CustomerId customerId,
        String customerName,
        CustomerState customerState,
        @Nullable String fullName,
        @Nullable String email,
        @Nullable String inviterName,
        GroupName group,
        Language language,
        InvitationState state,
        Instant expiresAt,
        @Nullable Instant endedAt) {

    /** Without names and address: what is logged by accident must not be personal data. */
    @Override
    public String toString() {
        return "InvitationOffer[" + id + "]";
    }
}
