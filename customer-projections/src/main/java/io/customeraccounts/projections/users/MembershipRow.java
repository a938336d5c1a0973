package io.customeraccounts.projections.users;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.projections.customers.CustomerState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer from the point of view of one of its active users.
 *
 * @param endsAt from then on the membership gives nothing; absent if it has no end
 * @param version that of the user, as in {@link UserRow}
 */
public record MembershipRow(
        MembershipId membershipId,
        CustomerId customerId,
        String identifier,
        String customerName,
        CustomerKind kind,
        CustomerState state,
        GroupName group,
        Instant joinedAt,
        @Nullable Instant endsAt,
        long version) {}
