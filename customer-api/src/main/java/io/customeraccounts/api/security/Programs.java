package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.systems.ConnectedSystem;
import io.customeraccounts.projections.systems.Systems;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** The programs that may ask for tokens: the command line for people, the service clients of the customers, and systems. */
@Embedded
@Component
class Programs implements RegisteredClientRepository {

    static final String COMMAND_LINE = "customer-accounts-cli";

    /** Short, since a token cannot be changed: whatever it says of a person is at most so old. */
    static final Duration ACCESS = Duration.ofMinutes(10);

    /** From one refresh to the next. */
    static final Duration REFRESH = Duration.ofDays(30);

    private static final Duration CODE = Duration.ofMinutes(2);

    /** Where a program on the person's own computer waits, on any port (RFC 8252 section 7.3). */
    private static final Set<String> ON_THIS_COMPUTER = Set.of("http://127.0.0.1/callback", "http://[::1]/callback");

    private final ServiceClients clients;
    private final Systems systems;
    private final RegisteredClient commandLine = RegisteredClient.withId(COMMAND_LINE)
            .clientId(COMMAND_LINE)
            .clientName("Customer Accounts CLI")
            .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
            .redirectUris(uris -> uris.addAll(ON_THIS_COMPUTER))
            .scope(OidcScopes.OPENID)
            .scope(OidcScopes.PROFILE)
            .scope(OidcScopes.EMAIL)
            .clientSettings(ClientSettings.builder()
                    .requireProofKey(true)
                    .requireAuthorizationConsent(true)
                    .build())
            .tokenSettings(tokens().authorizationCodeTimeToLive(CODE)
                    .refreshTokenTimeToLive(REFRESH)
                    .reuseRefreshTokens(false)
                    .build())
            .build();

    Programs(ServiceClients clients, Systems systems) {
        this.clients = clients;
        this.systems = systems;
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return clientId.equals(COMMAND_LINE)
                ? commandLine
                : clients.findActive(clientId)
                        .map(this::registered)
                        .or(() -> systems.ofClient(clientId).map(this::registered))
                        .orElse(null);
    }

    private @Nullable RegisteredClient registered(ConnectedSystem system) {
        return systems.secretOf(system.clientId())
                .map(secret -> service(system.clientId(), system.name(), secret, Set.of(Caller.ConnectedSystem.SCOPE)))
                .orElse(null);
    }

    private @Nullable RegisteredClient registered(ServiceClient client) {
        return clients.secretOf(client.clientId())
                .map(secret -> service(
                        client.clientId(),
                        client.name().value(),
                        secret,
                        client.scopes().stream().map(Scope::text).collect(Collectors.toSet())))
                .orElse(null);
    }

    private static RegisteredClient service(String id, String name, Secret.Hash secret, Set<String> scopes) {
        return RegisteredClient.withId(id)
                .clientId(id)
                .clientName(name)
                .clientSecret(secret.value())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(all -> all.addAll(scopes))
                .tokenSettings(tokens().build())
                .build();
    }

    private static TokenSettings.Builder tokens() {
        return TokenSettings.builder().accessTokenTimeToLive(ACCESS);
    }

    @Override
    public void save(RegisteredClient program) {
        throw new UnsupportedOperationException("programs are registered by their customers");
    }

    /** Client secrets have 256 random bits: nobody can try them all, so a plain hash protects them. */
    static final class SecretCheck implements PasswordEncoder {

        @Override
        public String encode(@Nullable CharSequence secret) {
            return new Secret(String.valueOf(secret)).hash().value();
        }

        @Override
        public boolean matches(@Nullable CharSequence secret, @Nullable String hash) {
            return secret != null && hash != null && new Secret.Hash(hash).matches(new Secret(secret.toString()));
        }
    }
}
