package io.customeraccounts.api.security;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.atOrNull;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.Secret;
import java.security.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.stereotype.Component;

/**
 * What people have let programs do in their name. Of codes and tokens only hashes are kept, so a value is there only while
 * the one who has it shows it.
 *
 * <p>A refresh token names its grant, and each use replaces it: showing a former one means that somebody else has it too,
 * and ends the grant (RFC 9700 section 4.14.2). Whoever changes a grant that has changed since it was read is refused, so
 * no code and no refresh token is ever used twice, also not at the same time.
 *
 * <p>Tokens of service clients belong to no grant and are not kept.
 */
@Embedded
@Component
class OAuthGrants implements OAuth2AuthorizationService {

    private static final String VERSION = "version";
    private static final String KEPT_AS_HASH = "kept as hash";

    /** A grant that never came to a token. */
    private static final Duration UNFINISHED = Duration.ofMinutes(15);

    private final JdbcClient sql;
    private final RegisteredClientRepository programs;
    private final AuthorizationServerSettings settings;
    private final Clock clock;

    OAuthGrants(
            JdbcClient sql, RegisteredClientRepository programs, AuthorizationServerSettings settings, Clock clock) {
        this.sql = sql;
        this.programs = programs;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void save(OAuth2Authorization grant) {
        if (grant.getAuthorizationGrantType().equals(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
            return;
        }
        if (isRevoked(grant)) {
            remove(grant);
            return;
        }
        Integer version = grant.getAttribute(VERSION);
        var changed = version == null ? insert(grant) : update(grant, version);
        if (changed != 1) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
    }

    private static boolean isRevoked(OAuth2Authorization grant) {
        return Stream.of(grant.getAccessToken(), grant.getRefreshToken())
                .anyMatch(token -> token != null && token.isInvalidated());
    }

    private int insert(OAuth2Authorization grant) {
        var now = at(clock.instant());
        sql.sql("delete from oauth_grant where ends_at <= :now")
                .param("now", now)
                .update();
        var request = request(grant);
        var signedIn = (SignedIn) principal(grant);
        return sql.sql("""
                        insert into oauth_grant (grant_id, account_id, client_id, signed_in_at, requested_scopes,
                            authorized_scopes, redirect_uri, client_state, nonce, code_challenge, consent_state,
                            code_hash, code_issued_at, code_expires_at, code_invalidated, version, ends_at)
                        values (:id, :account, :client, :signedInAt, :requested, :authorized, :redirectUri, :state,
                            :nonce, :challenge, :consent, :code, :codeIssuedAt, :codeExpiresAt, false, 1, :end)
                        """)
                .param("id", grant.getId())
                .param("account", signedIn.id())
                .param("client", grant.getRegisteredClientId())
                .param("signedInAt", at(signedIn.since()))
                .param("requested", join(request.getScopes()))
                .param("authorized", join(grant.getAuthorizedScopes()))
                .param("redirectUri", request.getRedirectUri())
                .param("state", request.getState())
                .param("nonce", request.getAdditionalParameters().get(OidcParameterNames.NONCE))
                .param("challenge", request.getAdditionalParameters().get(PkceParameterNames.CODE_CHALLENGE))
                .params(codeAndConsent(grant))
                .param("end", at(clock.instant().plus(UNFINISHED)))
                .update();
    }

    private int update(OAuth2Authorization grant, int version) {
        var access = grant.getAccessToken();
        var refresh = grant.getRefreshToken();
        var code = grant.getToken(OAuth2AuthorizationCode.class);
        return sql.sql("""
                        update oauth_grant set authorized_scopes = :authorized, consent_state = :consent,
                            code_hash = :code, code_issued_at = :codeIssuedAt, code_expires_at = :codeExpiresAt,
                            code_invalidated = :used, access_hash = :access, access_issued_at = :accessIssuedAt,
                            access_expires_at = :accessExpiresAt, refresh_hash = :refresh,
                            refresh_issued_at = :refreshIssuedAt, refresh_expires_at = :refreshExpiresAt,
                            version = version + 1, ends_at = :end
                        where grant_id = :id and version = :version
                        """)
                .param("authorized", join(grant.getAuthorizedScopes()))
                .params(codeAndConsent(grant))
                .param("used", code != null && code.isInvalidated())
                .params(columns("access", access))
                .params(columns("refresh", refresh))
                .param("end", at(end(grant)))
                .param("id", grant.getId())
                .param("version", version)
                .update();
    }

    private static Map<String, @Nullable Object> codeAndConsent(OAuth2Authorization grant) {
        var columns = columns("code", grant.getToken(OAuth2AuthorizationCode.class));
        columns.put("consent", grant.getAttribute(OAuth2ParameterNames.STATE));
        return columns;
    }

    private static Map<String, @Nullable Object> columns(
            String name, OAuth2Authorization.@Nullable Token<? extends OAuth2Token> token) {
        var columns = new HashMap<String, @Nullable Object>();
        columns.put(name, token == null ? null : hashOf(token));
        columns.put(
                name + "IssuedAt",
                token == null ? null : atOrNull(token.getToken().getIssuedAt()));
        columns.put(
                name + "ExpiresAt",
                token == null ? null : atOrNull(token.getToken().getExpiresAt()));
        return columns;
    }

    /** One that was not shown this time has its hash beside it. */
    private static String hashOf(OAuth2Authorization.Token<? extends OAuth2Token> token) {
        String kept = token.getMetadata(KEPT_AS_HASH);
        var value = token.getToken().getTokenValue();
        return kept != null && kept.equals(value) ? kept : hash(value);
    }

    private static String hash(String value) {
        return new Secret(value).hash().value();
    }

    private Instant end(OAuth2Authorization grant) {
        return Stream.of(grant.getToken(OAuth2AuthorizationCode.class), grant.getAccessToken(), grant.getRefreshToken())
                .filter(Objects::nonNull)
                .map(token -> token.getToken().getExpiresAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElseGet(() -> clock.instant().plus(UNFINISHED));
    }

    @Override
    public void remove(OAuth2Authorization grant) {
        remove(grant.getId());
    }

    private void remove(String id) {
        sql.sql("delete from oauth_grant where grant_id = :id").param("id", id).update();
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return find("grant_id", id, null);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        if (type == null) {
            var refreshed = findByRefreshToken(token);
            return refreshed != null ? refreshed : find("access_hash", hash(token), token);
        }
        return switch (type.getValue()) {
            case OAuth2ParameterNames.STATE -> find("consent_state", token, null);
            case OAuth2ParameterNames.CODE -> find("code_hash", hash(token), token);
            case OAuth2ParameterNames.ACCESS_TOKEN -> find("access_hash", hash(token), token);
            case OAuth2ParameterNames.REFRESH_TOKEN -> findByRefreshToken(token);
            default -> null;
        };
    }

    private @Nullable OAuth2Authorization findByRefreshToken(String token) {
        return RefreshTokens.grantOf(token)
                .map(id -> {
                    var grant = find("grant_id", id, token);
                    var refresh = grant == null ? null : grant.getRefreshToken();
                    if (refresh == null || !refresh.getToken().getTokenValue().equals(token)) {
                        remove(id);
                        return null;
                    }
                    return grant;
                })
                .orElse(null);
    }

    /** @param shown the value that the caller has; whichever of the stored hashes is its hash belongs to it */
    private @Nullable OAuth2Authorization find(String column, String value, @Nullable String shown) {
        return sql.sql("select * from oauth_grant where " + column + " = :value and ends_at > :now")
                .param("value", value)
                .param("now", at(clock.instant()))
                .query((row, number) -> Optional.ofNullable(read(row, shown)))
                .optional()
                .flatMap(found -> found)
                .orElse(null);
    }

    private @Nullable OAuth2Authorization read(ResultSet row, @Nullable String shown) throws SQLException {
        var program = programs.findById(row.getString("client_id"));
        return program == null ? null : read(row, shown, program);
    }

    private OAuth2Authorization read(ResultSet row, @Nullable String shown, RegisteredClient program)
            throws SQLException {
        var signedIn = new SignedIn(uuid(row, "account_id"), instant(row, "signed_in_at"));
        var scopes = split(row.getString("authorized_scopes"));
        var grant = OAuth2Authorization.withRegisteredClient(program)
                .id(row.getString("grant_id"))
                .principalName(signedIn.getName())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(scopes)
                .attribute(Principal.class.getName(), signedIn)
                .attribute(OAuth2AuthorizationRequest.class.getName(), readRequest(row))
                .attribute(VERSION, row.getInt("version"));
        var consent = textOrNull(row, "consent_state");
        if (consent != null) {
            grant.attribute(OAuth2ParameterNames.STATE, consent);
        }
        var code = textOrNull(row, "code_hash");
        if (code != null) {
            var used = row.getBoolean("code_invalidated");
            grant.token(
                    new OAuth2AuthorizationCode(
                            value(code, shown), instant(row, "code_issued_at"), instant(row, "code_expires_at")),
                    metadata -> {
                        metadata.put(KEPT_AS_HASH, code);
                        metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, used);
                    });
        }
        var access = textOrNull(row, "access_hash");
        if (access != null) {
            var token = new OAuth2AccessToken(
                    OAuth2AccessToken.TokenType.BEARER,
                    value(access, shown),
                    instantOrNull(row, "access_issued_at"),
                    instantOrNull(row, "access_expires_at"),
                    scopes);
            grant.token(token, metadata -> metadata.put(KEPT_AS_HASH, access));
            // Only that there was one is of interest later: a refreshed one needs a former one.
            grant.token(new OidcIdToken(
                    "not kept",
                    token.getIssuedAt(),
                    token.getExpiresAt(),
                    Map.of(OAuth2ParameterNames.CLIENT_ID, program.getClientId())));
        }
        var refresh = textOrNull(row, "refresh_hash");
        if (refresh != null) {
            grant.token(
                    new OAuth2RefreshToken(
                            value(refresh, shown),
                            instantOrNull(row, "refresh_issued_at"),
                            instantOrNull(row, "refresh_expires_at")),
                    metadata -> metadata.put(KEPT_AS_HASH, refresh));
        }
        return grant.build();
    }

    private static String value(String hash, @Nullable String shown) {
        return shown != null && new Secret.Hash(hash).matches(new Secret(shown)) ? shown : hash;
    }

    private OAuth2AuthorizationRequest readRequest(ResultSet row) throws SQLException {
        var more = new HashMap<String, Object>();
        var nonce = textOrNull(row, "nonce");
        if (nonce != null) {
            more.put(OidcParameterNames.NONCE, nonce);
        }
        var challenge = textOrNull(row, "code_challenge");
        if (challenge != null) {
            more.put(PkceParameterNames.CODE_CHALLENGE, challenge);
            more.put(PkceParameterNames.CODE_CHALLENGE_METHOD, "S256");
        }
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(settings.getIssuer() + settings.getAuthorizationEndpoint())
                .clientId(row.getString("client_id"))
                .redirectUri(textOrNull(row, "redirect_uri"))
                .state(textOrNull(row, "client_state"))
                .scopes(split(row.getString("requested_scopes")))
                .additionalParameters(more)
                .build();
    }

    private static OAuth2AuthorizationRequest request(OAuth2Authorization grant) {
        return Objects.requireNonNull(grant.getAttribute(OAuth2AuthorizationRequest.class.getName()));
    }

    private static Authentication principal(OAuth2Authorization grant) {
        return Objects.requireNonNull(grant.getAttribute(Principal.class.getName()));
    }

    private static String join(Set<String> scopes) {
        return String.join(" ", new TreeSet<>(scopes));
    }

    private static Set<String> split(String scopes) {
        return Stream.of(scopes.split(" ")).filter(scope -> !scope.isEmpty()).collect(Collectors.toSet());
    }
}
