package io.customeraccounts.api.security;

import io.customeraccounts.projections.systems.Systems;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * Reads the tokens that the service itself issued. What they say is only who it is; account and client are looked up at
 * each request, so that whatever was revoked is revoked at once.
 */
@Embedded
@Component
class OwnTokens implements TokenReader {

    /** The version of the account's credentials, without which a token is not for a person. */
    static final String CREDENTIALS_VERSION = "credentials_version";

    static final String CUSTOMER_ID = "customer_id";
    static final String SYSTEM_ID = "system_id";
    static final String SCOPE = "scope";

    private final Accounts accounts;
    private final AccountCallers callers;
    private final ServiceClients clients;
    private final Systems systems;
    private final IdentitySettings settings;

    OwnTokens(
            Accounts accounts,
            AccountCallers callers,
            ServiceClients clients,
            Systems systems,
            IdentitySettings settings) {
        this.accounts = accounts;
        this.callers = callers;
        this.clients = clients;
        this.systems = systems;
        this.settings = settings;
    }

    @Override
    public CallerAuthentication convert(Jwt token) {
        var caller = token.hasClaim(CUSTOMER_ID)
                ? client(token).map(LazyCaller::of)
                : token.hasClaim(SYSTEM_ID) ? system(token).map(LazyCaller::of) : person(token);
        return new CallerAuthentication(
                caller.orElseThrow(() -> new InvalidBearerTokenException("revoked")),
                token.getIssuer() + " " + token.getSubject());
    }

    private Optional<LazyCaller> person(Jwt token) {
        return accounts.find(UUID.fromString(subject(token)))
                .filter(account -> token.getClaim(CREDENTIALS_VERSION) instanceof Number version
                        && version.intValue() == account.credentialsVersion())
                .map(account ->
                        LazyCaller.of(settings.seesEverything(account.subject()), () -> callers.person(account)));
    }

    private Optional<Caller> client(Jwt token) {
        return clients.findActive(subject(token))
                .map(client -> new Caller.Client(
                        client.clientId(),
                        client.customerId(),
                        // A client may have asked for less than it could have.
                        scopes(token)
                                .flatMap(text -> Scope.find(text).stream())
                                .filter(client.scopes()::contains)
                                .collect(Collectors.toSet())));
    }

    private Optional<Caller> system(Jwt token) {
        return systems.ofClient(subject(token))
                .map(system -> new Caller.ConnectedSystem(
                        system.clientId(), system.id(), scopes(token).anyMatch(Caller.ConnectedSystem.SCOPE::equals)));
    }

    private static Stream<String> scopes(Jwt token) {
        return Stream.of(String.valueOf(token.getClaims().get(SCOPE)).split(" "));
    }

    private static String subject(Jwt token) {
        return Objects.requireNonNull(token.getSubject(), "checked before");
    }
}
