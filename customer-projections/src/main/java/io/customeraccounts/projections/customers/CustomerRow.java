package io.customeraccounts.projections.customers;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer account.
 *
 * @param confirmBy until then it must be confirmed; absent if nothing had to be confirmed
 * @param paymentDueBy from then on it is restricted; absent until it is confirmed, and once it has had a payment method
 * @param endedAt since when it is closed or expired; absent while it is neither
 * @param managedBy the partner that manages it; absent if none does
 * @param version the sequence number of the event that last changed the customer itself. Whether it has an admin follows
 *     from its users and is no such change
 */
public record CustomerRow(
        CustomerId id,
        String identifier,
        String name,
        CustomerKind kind,
        CustomerState state,
        @Nullable Instant confirmBy,
        @Nullable Instant paymentDueBy,
        Instant openedAt,
        @Nullable Instant endedAt,
        @Nullable CustomerId managedBy,
        long version) {}
