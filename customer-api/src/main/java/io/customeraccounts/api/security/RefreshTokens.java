package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Makes refresh tokens, also for programs without a secret, because each is good for one use only (RFC 9700 section
 * 2.2.2). They name their grant, {@code grant.secret}, so that a former one is recognised.
 */
final class RefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    RefreshTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable OAuth2RefreshToken generate(OAuth2TokenContext context) {
        if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
            return null;
        }
        var grant = Objects.requireNonNull(context.getAuthorization()).getId();
        var now = clock.instant();
        return new OAuth2RefreshToken(
                grant + "." + Secret.generate(random).value(),
                now,
                now.plus(context.getRegisteredClient().getTokenSettings().getRefreshTokenTimeToLive()));
    }

    /** The id of the grant that a refresh token names; empty if it is no refresh token of ours. */
    static Optional<String> grantOf(String token) {
        var dot = token.indexOf('.');
        return dot > 0 && dot == token.lastIndexOf('.') ? Optional.of(token.substring(0, dot)) : Optional.empty();
    }
}
