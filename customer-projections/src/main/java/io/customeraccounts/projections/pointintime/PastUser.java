package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user as they were at a time.
 *
 * @param endsAt the end date that was set then; absent if there was none
 */
public record PastUser(
        MembershipId membershipId,
        PersonId personId,
        GroupName group,
        @Nullable Instant endsAt) {}
