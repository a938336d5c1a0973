package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import io.customeraccounts.projections.testing.TestClock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Each refused token differs in one thing from the first, which is accepted. */
class TokenChecksTest {

    private static final String ISSUER = "https://id.example.org";
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");

    private final TestClock clock = new TestClock(NOW);
    private final JwtDecoder decoder = TokenChecks.decoder(
            new ImmutableJWKSet<>(new JWKSet(List.of(TestIssuer.KEY, TestIssuer.EC_KEY)).toPublicJWKSet()),
            ISSUER,
            "customer-accounts",
            clock);

    private static JWTClaimsSet.Builder claims() {
        return TestIssuer.claims(ISSUER, "anna", NOW);
    }

    @Test
    void acceptsATokenThatIsAllRight() {
        assertThat(decoder.decode(TestIssuer.signed(claims())).getSubject()).isEqualTo("anna");
    }

    @Test
    void acceptsEllipticCurvesAndAmongOtherAudiences() {
        var token = TestIssuer.signed(
                claims().audience(List.of("other", "customer-accounts")), TestIssuer.EC_KEY, header -> header);

        assertThat(decoder.decode(token).getSubject()).isEqualTo("anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "application/at+jwt"})
    void acceptsTheTypesOfAccessTokens(String type) {
        var token = TestIssuer.signed(claims(), TestIssuer.KEY, header -> header.type(new JOSEObjectType(type)));

        assertThat(decoder.decode(token).getSubject()).isEqualTo("anna");
    }

    @Test
    void refusesAnotherType() {
        refuses(TestIssuer.signed(claims(), TestIssuer.KEY, header -> header.type(new JOSEObjectType("logout+jwt"))));
    }

    @Test
    void refusesFromTheExpiryOnWithHalfAMinuteOfTolerance() {
        var token = TestIssuer.signed(claims());

        clock.moveTo(NOW.plusSeconds(300).plus(TokenChecks.SKEW).minusMillis(1));
        assertThat(decoder.decode(token)).isNotNull();

        clock.moveTo(NOW.plusSeconds(300).plus(TokenChecks.SKEW).plusMillis(1));
        refuses(token);
    }

    @Test
    void refusesBeforeItsTimeWithHalfAMinuteOfTolerance() {
        var from = NOW.plusSeconds(120);
        var token = TestIssuer.signed(claims().notBeforeTime(Date.from(from)));

        clock.moveTo(from.minus(TokenChecks.SKEW).minusMillis(1));
        refuses(token);

        clock.moveTo(from.minus(TokenChecks.SKEW).plusMillis(1));
        assertThat(decoder.decode(token)).isNotNull();
    }

    @Test
    void refusesATokenWithoutExpiry() {
        refuses(TestIssuer.signed(claims().expirationTime(null)));
    }

    @Test
    void refusesATokenAboutNobody() {
        refuses(TestIssuer.signed(claims().subject(null)));
        refuses(TestIssuer.signed(claims().subject("  ")));
    }

    @Test
    void refusesAnotherIssuer() {
        refuses(TestIssuer.signed(claims().issuer(ISSUER + "/")));
        refuses(TestIssuer.signed(claims().issuer(null)));
    }

    @Test
    void refusesAnotherAudience() {
        refuses(TestIssuer.signed(claims().audience("other")));
        refuses(TestIssuer.signed(claims().audience(List.of())));
    }

    @Test
    void refusesATokenWithoutSignature() {
        refuses(TestIssuer.unsigned(claims()));
    }

    @Test
    void refusesASignatureMadeWithThePublicKeyAsSecret() {
        refuses(TestIssuer.signedWithThePublicKey(claims()));
    }

    @Test
    void refusesAnUnknownKey() {
        refuses(TestIssuer.signed(claims(), TestIssuer.OTHER_KEY, header -> header));
    }

    @Test
    void refusesATokenThatNamesNoKeyAlthoughOneWouldFit() {
        refuses(TestIssuer.signed(claims(), TestIssuer.KEY, header -> header.keyID(null)));
    }

    @Test
    void refusesAnotherKeyUnderAKnownName() {
        refuses(TestIssuer.signed(claims(), TestIssuer.OTHER_KEY, header -> header.keyID("one")));
    }

    @Test
    void refusesAKeyThatTheTokenBringsAlong() {
        refuses(TestIssuer.signed(
                claims(), TestIssuer.OTHER_KEY, header -> header.jwk(TestIssuer.OTHER_KEY.toPublicJWK())));
    }

    @Test
    void refusesTheKeyOfAnotherAlgorithm() {
        refuses(TestIssuer.signed(
                claims(),
                TestIssuer.KEY,
                header -> new com.nimbusds.jose.JWSHeader.Builder(JWSAlgorithm.RS256).keyID("elliptic")));
    }

    @Test
    void refusesATokenThatWasAltered() {
        var parts = TestIssuer.signed(claims()).split("\\.", -1);
        var others = TestIssuer.signed(claims().subject("ben")).split("\\.", -1);

        refuses(parts[0] + "." + others[1] + "." + parts[2]);
        refuses(parts[0] + "." + parts[1] + "." + others[2]);
        refuses(parts[0] + "." + parts[1] + ".");
    }

    /** A signature is not verified again each time; see also the test of the expiry, which is. */
    @Test
    void refusesATokenThatItKnowsAMinuteAfterItsKeyWasWithdrawn() {
        var keys = new AtomicReference<>(new JWKSet(TestIssuer.KEY.toPublicJWK()));
        var checks = TokenChecks.decoder(
                (selector, context) -> selector.select(keys.get()), ISSUER, "customer-accounts", clock);
        var token = TestIssuer.signed(claims());
        checks.decode(token);

        keys.set(new JWKSet());
        clock.moveTo(NOW.plusSeconds(59));
        assertThat(checks.decode(token).getSubject()).isEqualTo("anna");

        clock.moveTo(NOW.plusSeconds(61));
        assertThatThrownBy(() -> checks.decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesATokenThatIsBoundToAKey() {
        refuses(TestIssuer.signed(claims().claim("cnf", Map.of("jkt", "thumbprint"))));
    }

    @Test
    void refusesWhatIsNoToken() {
        for (var text : Arrays.asList("x", "a.b.c", "..", "", "e30.e30.e30", "a".repeat(10_000))) {
            refuses(text);
        }
    }

    private void refuses(String token) {
        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    }
}
