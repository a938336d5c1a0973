package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program that a customer lets in.
 *
 * @param expiresAt from then on it is not let in any more
 * @param revokedAt absent if it was not revoked
 */
public record ServiceClient(
        String clientId,
        CustomerId customerId,
        CustomerName name,
        Set<Scope> scopes,
        Instant createdAt,
        Actor createdBy,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    public ServiceClient {
        scopes = Set.copyOf(scopes);
    }
}
