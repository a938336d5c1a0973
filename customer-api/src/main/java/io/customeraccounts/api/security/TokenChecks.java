package io.customeraccounts.api.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * What an access token must be (RFC 9068, RFC 8725): signed by a key of the issuer that it names by id, with an algorithm
 * from a list that has neither "none" nor any shared secret; of this issuer, for this audience, about someone, and within
 * its time, give or take half a minute.
 */
final class TokenChecks {

    static final Duration SKEW = Duration.ofSeconds(30);

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** A key that the issuer withdraws counts no longer than this for tokens that were seen before. */
    private static final Duration KNOWN = Duration.ofMinutes(1);

    private static final int KNOWN_TOKENS = 10_000;

    private TokenChecks() {}

    static JwtDecoder decoder(JWKSource<SecurityContext> keys, String issuer, String audience, Clock clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // The type and the claims are checked below.
        processor.setJWSTypeVerifier((type, context) -> {});
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(signed -> OAuth2TokenValidatorResult.success());
        var validator = validator(issuer, audience, clock);
        // Programs send the same token again and again: its signature is verified once, its time each time.
        var known = Caffeine.newBuilder()
                .maximumSize(KNOWN_TOKENS)
                .expireAfterWrite(KNOWN)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .<String, Jwt>build();
        return token -> {
            var before = known.getIfPresent(token);
            if (before != null) {
                return valid(before, validator);
            }
            var signed = valid(decode(decoder, token), validator);
            known.put(token, signed);
            return signed;
        };
    }

    private static Jwt valid(Jwt token, OAuth2TokenValidator<Jwt> validator) {
        var result = validator.validate(token);
        if (result.hasErrors()) {
            throw new JwtValidationException("not a token for here", result.getErrors());
        }
        return token;
    }

    private static OAuth2TokenValidator<Jwt> validator(String issuer, String audience, Clock clock) {
        var type = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        type.setAllowEmpty(true);
        var times = new JwtTimestampValidator(SKEW);
        times.setClock(clock);
        return JwtValidators.createDefaultWithValidators(List.of(
                type,
                times,
                new JwtIssuerValidator(issuer),
                new JwtAudienceValidator(audience),
                token -> check(token.getExpiresAt() != null, "exp is missing"),
                token -> check(token.getSubject() != null && !token.getSubject().isBlank(), "sub is missing"),
                token -> check(token.getHeaders().get("kid") instanceof String, "kid is missing"),
                // RFC 7800: such a token is worth nothing without a proof, for which nothing asks here.
                token -> check(!token.hasClaim("cnf"), "bound to a key")));
    }

    private static OAuth2TokenValidatorResult check(boolean right, String otherwise) {
        return right
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, otherwise, null));
    }

    /** Unknown key ids must not make us ask the issuer each time; that we did not ask again is the token's fault. */
    private static Jwt decode(JwtDecoder decoder, String token) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException bad) {
            throw bad;
        } catch (JwtException failed) {
            if (failed.getCause() instanceof RateLimitReachedException) {
                throw new BadJwtException("unknown key", failed);
            }
            throw new ProviderAway("no keys to check a token with", failed);
        }
    }
}
