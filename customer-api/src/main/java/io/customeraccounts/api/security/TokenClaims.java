package io.customeraccounts.api.security;

import io.customeraccounts.projections.systems.Systems;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/** What the service's own tokens say. Access tokens have the form of RFC 9068. */
@Embedded
@Component
class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    private static final String ACCESS_TOKEN = "at+jwt";

    private final Accounts accounts;
    private final ServiceClients clients;
    private final Systems systems;
    private final IdentitySettings settings;

    TokenClaims(Accounts accounts, ServiceClients clients, Systems systems, IdentitySettings settings) {
        this.accounts = accounts;
        this.clients = clients;
        this.systems = systems;
        this.settings = settings;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            var program = context.getRegisteredClient().getClientId();
            context.getJwsHeader().type(ACCESS_TOKEN);
            context.getClaims()
                    .audience(List.of(settings.audience()))
                    .claim(OAuth2ParameterNames.CLIENT_ID, program)
                    .claim(OAuth2ParameterNames.SCOPE, String.join(" ", new TreeSet<>(context.getAuthorizedScopes())));
        }
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
            addClient(context);
        } else {
            addPerson(context);
        }
    }

    private void addClient(JwtEncodingContext context) {
        var clientId = context.getRegisteredClient().getClientId();
        var system = systems.ofClient(clientId);
        if (system.isPresent()) {
            context.getClaims().claim(OwnTokens.SYSTEM_ID, system.get().id().toString());
            return;
        }
        var client = clients.findActive(clientId)
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
        context.getClaims().claim(OwnTokens.CUSTOMER_ID, client.customerId().toString());
    }

    private void addPerson(JwtEncodingContext context) {
        if (!(context.getPrincipal() instanceof SignedIn signedIn)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
        var account = accounts.find(signedIn.id())
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
        context.getClaims().claims(claims -> claims.putAll(describing(account)));
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            context.getClaims().claim(OwnTokens.CREDENTIALS_VERSION, account.credentialsVersion());
        } else {
            context.getClaims().claim(IdTokenClaimNames.AUTH_TIME, Date.from(signedIn.since()));
        }
    }

    /** The claims about a person (OpenID Connect Core section 5.1). */
    static Map<String, Object> describing(Account account) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put(StandardClaimNames.SUB, account.subject());
        claims.put(StandardClaimNames.EMAIL, account.email().original());
        claims.put(StandardClaimNames.EMAIL_VERIFIED, account.emailVerified());
        claims.put(StandardClaimNames.NAME, account.fullName().value());
        claims.put(StandardClaimNames.LOCALE, account.language().name().toLowerCase(Locale.ROOT));
        return claims;
    }
}
