package io.customeraccounts.api.security;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.projections.testing.Databases;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

@ParameterizedClass
@EnumSource(Databases.class)
class OAuthGrantsTest {

    private static final OAuth2TokenType CODE = new OAuth2TokenType("code");
    private static final Instant SIGNED_IN = Instant.parse("2030-01-31T12:00:00Z");

    @Parameter
    Databases kind;

    private IdentityDatabase in;

    @BeforeEach
    void open() {
        in = new IdentityDatabase(kind);
    }

    @AfterEach
    void close() {
        in.close();
    }

    static void save(IdentityDatabase in, Account account, String code) {
        var program = requireNonNull(new Programs(in.clients, in.systems).findByClientId(Programs.COMMAND_LINE));
        var now = in.clock.instant();
        in.grants.save(OAuth2Authorization.withRegisteredClient(program)
                .principalName(account.subject())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(Set.of("openid", "email"))
                .attribute(Principal.class.getName(), new SignedIn(account.id(), SIGNED_IN))
                .attribute(
                        OAuth2AuthorizationRequest.class.getName(),
                        OAuth2AuthorizationRequest.authorizationCode()
                                .authorizationUri("http://localhost:8080/oauth2/authorize")
                                .clientId(Programs.COMMAND_LINE)
                                .redirectUri("http://127.0.0.1:7/callback")
                                .state("of the program")
                                .scopes(Set.of("openid", "email"))
                                .additionalParameters(Map.of("code_challenge", "challenge", "nonce", "once"))
                                .build())
                .token(new OAuth2AuthorizationCode(code, now, now.plusSeconds(60)))
                .build());
    }

    @Test
    void givesBackWhatTheAuthorizationServerNeeds() {
        var anna = in.anna();
        save(in, anna, "the code");

        var grant = requireNonNull(in.grants.findByToken("the code", CODE));

        assertThat(grant.getPrincipalName()).isEqualTo(anna.subject());
        assertThat(grant.getAuthorizedScopes()).containsExactlyInAnyOrder("openid", "email");
        SignedIn signedIn = requireNonNull(grant.getAttribute(Principal.class.getName()));
        assertThat(signedIn.since()).isEqualTo(SIGNED_IN);
        OAuth2AuthorizationRequest request =
                requireNonNull(grant.getAttribute(OAuth2AuthorizationRequest.class.getName()));
        assertThat(request.getRedirectUri()).isEqualTo("http://127.0.0.1:7/callback");
        assertThat(request.getState()).isEqualTo("of the program");
        assertThat(request.getAdditionalParameters())
                .containsEntry("code_challenge", "challenge")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("nonce", "once");
        var code = requireNonNull(grant.getToken(OAuth2AuthorizationCode.class));
        assertThat(code.getToken().getTokenValue()).isEqualTo("the code");
        assertThat(code.isActive()).isTrue();
        assertThat(in.grants.findByToken("another", CODE)).isNull();
    }

    @Test
    void keepsNoCodeAndNoToken() {
        save(in, in.anna(), "the code");
        redeem("the code", "the access token", grantId() + ".the refresh token");

        var row = in.sql.sql("select * from oauth_grant").query().singleRow();

        assertThat(row.values().stream().map(String::valueOf))
                .noneMatch(value -> value.contains("the code") || value.contains("the access token"))
                .noneMatch(value -> value.contains("the refresh token"));
    }

    @Test
    void refusesASecondUseOfWhatWasReadBeforeTheFirst() {
        save(in, in.anna(), "the code");
        var first = requireNonNull(in.grants.findByToken("the code", CODE));
        var second = requireNonNull(in.grants.findByToken("the code", CODE));

        in.grants.save(withTokens(first, "one", null));

        assertThatThrownBy(() -> in.grants.save(withTokens(second, "other", null)))
                .isInstanceOf(OAuth2AuthenticationException.class);
        assertThat(in.grants.findByToken("one", OAuth2TokenType.ACCESS_TOKEN)).isNotNull();
        assertThat(in.grants.findByToken("other", OAuth2TokenType.ACCESS_TOKEN)).isNull();
    }

    @Test
    void knowsThatACodeWasUsed() {
        save(in, in.anna(), "the code");

        redeem("the code", "the access token", null);

        var code = requireNonNull(
                requireNonNull(in.grants.findByToken("the code", CODE)).getToken(OAuth2AuthorizationCode.class));
        assertThat(code.isInvalidated()).isTrue();
    }

    @Test
    void replacesARefreshTokenAndEndsTheGrantWhenAFormerOneIsShown() {
        save(in, in.anna(), "the code");
        var former = grantId() + ".former";
        var present = grantId() + ".present";
        redeem("the code", "the access token", former);
        var grant = requireNonNull(in.grants.findByToken(former, OAuth2TokenType.REFRESH_TOKEN));
        in.grants.save(withTokens(grant, "the next access token", present));

        assertThat(in.grants.findByToken(present, OAuth2TokenType.REFRESH_TOKEN))
                .isNotNull();
        assertThat(in.grants.findByToken(former, OAuth2TokenType.REFRESH_TOKEN)).isNull();

        assertThat(in.grants.findByToken(present, OAuth2TokenType.REFRESH_TOKEN))
                .isNull();
        assertThat(in.count("oauth_grant")).isZero();
    }

    @Test
    void forgetsAGrantWhoseTokenIsRevoked() {
        save(in, in.anna(), "the code");
        var refresh = grantId() + ".secret";
        redeem("the code", "the access token", refresh);

        var grant = requireNonNull(in.grants.findByToken(refresh, null));
        var token = requireNonNull(grant.getToken(refresh));
        in.grants.save(
                OAuth2Authorization.from(grant).invalidate(token.getToken()).build());

        assertThat(in.count("oauth_grant")).isZero();
    }

    @Test
    void forgetsWhatHasEnded() {
        save(in, in.anna(), "the code");
        in.clock.advance(java.time.Duration.ofMinutes(15));

        assertThat(in.grants.findByToken("the code", CODE)).isNull();
        save(in, in.accounts.find(IdentityDatabase.ANNA).orElseThrow(), "another code");
        assertThat(in.count("oauth_grant")).isEqualTo(1);
    }

    private String grantId() {
        return in.sql
                .sql("select grant_id from oauth_grant")
                .query(String.class)
                .single();
    }

    private void redeem(String code, String access, @Nullable String refresh) {
        var grant = requireNonNull(in.grants.findByToken(code, CODE));
        var used = requireNonNull(grant.getToken(OAuth2AuthorizationCode.class));
        in.grants.save(OAuth2Authorization.from(withTokens(grant, access, refresh))
                .invalidate(used.getToken())
                .build());
    }

    private OAuth2Authorization withTokens(OAuth2Authorization grant, String access, @Nullable String refresh) {
        var now = in.clock.instant();
        var changed = OAuth2Authorization.from(grant)
                .accessToken(new OAuth2AccessToken(
                        TokenType.BEARER, access, now, now.plusSeconds(600), Set.of("openid", "email")));
        if (refresh != null) {
            changed.refreshToken(new OAuth2RefreshToken(refresh, now, now.plusSeconds(6_000)));
        }
        return changed.build();
    }
}
