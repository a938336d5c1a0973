package io.customeraccounts.api.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Checks tokens of an OpenID provider elsewhere, whose keys it finds by OpenID Connect Discovery: when the first token
 * comes, so that the service starts without the provider, and again while that fails. Keys are asked for again every few
 * minutes, and for an unknown key id at most twice in half a minute.
 */
final class ForeignIssuer implements JwtDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignIssuer.class);
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MAX_BYTES = 512 * 1024;
    private static final Duration KEYS_KEPT = Duration.ofMinutes(5);
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(30);

    /** How long a failed discovery stands, so that requests do not queue for a provider that is away. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String issuer;
    private final String audience;
    private final Clock clock;
    private volatile State state = new State.Unknown();

    private sealed interface State {
        record Unknown() implements State {}

        record Found(JwtDecoder decoder) implements State {}

        record Failed(Exception because, long nanoTime) implements State {}
    }

    ForeignIssuer(String issuer, String audience, Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /** @throws ProviderAway if the provider cannot be reached */
    @Override
    public Jwt decode(String token) {
        return switch (present()) {
            case State.Found found -> found.decoder().decode(token);
            case State.Failed failed ->
                throw new ProviderAway("no usable configuration at the issuer", failed.because());
            case State.Unknown unknown -> throw new IllegalStateException("just looked for");
        };
    }

    private State present() {
        return isSettled(state) ? state : discover();
    }

    private static boolean isSettled(State state) {
        return switch (state) {
            case State.Unknown unknown -> false;
            case State.Found found -> true;
            case State.Failed failed -> System.nanoTime() - failed.nanoTime() < PAUSE.toNanos();
        };
    }

    private synchronized State discover() {
        if (!isSettled(state)) {
            try {
                state = new State.Found(TokenChecks.decoder(keys(jwksUri()), issuer, audience, clock));
            } catch (RestClientException | IllegalArgumentException | MalformedURLException e) {
                LOG.warn("No usable OpenID configuration at {}: {}", issuer, e.toString());
                state = new State.Failed(e, System.nanoTime());
            }
        }
        return state;
    }

    /** Source: OpenID Connect Discovery 1.0 sections 4.1 and 4.3. */
    private URI jwksUri() {
        var http = new SimpleClientHttpRequestFactory();
        http.setConnectTimeout(Duration.ofMillis(TIMEOUT_MILLIS));
        http.setReadTimeout(Duration.ofMillis(TIMEOUT_MILLIS));
        var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        var configuration = RestClient.builder()
                .requestFactory(http)
                .build()
                .get()
                .uri(URI.create(base + "/.well-known/openid-configuration"))
                .retrieve()
                .body(new ParameterizedTypeReference<Map<String, Object>>() {});
        if (configuration == null
                || !issuer.equals(configuration.get("issuer"))
                || !(configuration.get("jwks_uri") instanceof String keys)) {
            throw new IllegalArgumentException("the configuration is for another issuer, or names no keys");
        }
        return URI.create(keys);
    }

    private static JWKSource<SecurityContext> keys(URI uri) throws MalformedURLException {
        var retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
        return JWKSourceBuilder.<SecurityContext>create(uri.toURL(), retriever)
                .cache(KEYS_KEPT.toMillis(), 2L * TIMEOUT_MILLIS)
                .refreshAheadCache(false)
                .rateLimited(ASKED_AGAIN.toMillis())
                .retrying(true)
                .build();
    }
}
