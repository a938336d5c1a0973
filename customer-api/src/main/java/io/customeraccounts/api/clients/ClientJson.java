package io.customeraccounts.api.clients;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.security.ServiceClient;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "Client")
record ClientJson(
        String clientId,
        @Schema(example = "Payroll export") String name,
        @Schema(example = "[\"users:read\"]") List<String> scopes,
        Instant createdAt,

        @Schema(description = "From then on it is not let in any more.")
        Instant expiresAt,

        @Schema(description = "Since when it is not let in any more; absent if it was not revoked.") @Nullable
        Instant revokedAt,

        @Schema(description = "Shown once, when the client is made; only its hash is kept.") @Nullable
        String clientSecret) {

    static ClientJson of(ServiceClient client) {
        return of(client, null);
    }

    static ClientJson of(ServiceClient client, @Nullable String secret) {
        return new ClientJson(
                client.clientId(),
                client.name().value(),
                client.scopes().stream().map(Scope::text).sorted().toList(),
                client.createdAt(),
                client.expiresAt(),
                client.revokedAt(),
                secret);
    }
}
