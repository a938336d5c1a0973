package io.customeraccounts.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An OpenID provider on the loopback interface: discovery, keys, and tokens of every kind. */
public final class TestIssuer implements AutoCloseable {

    static final RSAKey KEY = rsa("one");
    static final RSAKey OTHER_KEY = rsa("other");
    static final ECKey EC_KEY = ec("elliptic");

    private final HttpServer server;
    private final AtomicInteger keyRequests = new AtomicInteger();
    private volatile List<JWK> published = List.of(KEY, EC_KEY);
    private volatile @Nullable String namedIssuer;
    private volatile int status = 200;
    private final Map<String, Map<String, String>> started = new ConcurrentHashMap<>();
    private volatile UnaryOperator<JWTClaimsSet.Builder> identity = claims -> claims;

    public TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> {
            var body = """
                    {"issuer":"%s","jwks_uri":"%s/keys","authorization_endpoint":"%2$s/authorize","token_endpoint":"%2$s/token"}""".formatted(namedIssuer == null ? url() : namedIssuer, url())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/keys", exchange -> {
            keyRequests.incrementAndGet();
            var body = new JWKSet(published).toString(true).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        // Whoever comes is signed in already: the browser is sent back at once.
        server.createContext("/authorize", exchange -> {
            var query = parameters(exchange.getRequestURI().getRawQuery());
            started.put("code", query);
            var back = query.get("redirect_uri") + "?code=code&state=" + query.get("state");
            exchange.getResponseHeaders().set("Location", back);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/token", exchange -> {
            var form = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var query = started.remove(form.getOrDefault("code", ""));
            var usable = query != null
                    && challenge(form.getOrDefault("code_verifier", "")).equals(query.get("code_challenge"))
                    && form.get("redirect_uri").equals(query.get("redirect_uri"));
            var body = usable
                    ? "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"" + identityToken(query) + "\"}"
                    : "{\"error\":\"invalid_grant\"}";
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(usable ? 200 : 400, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private String identityToken(Map<String, String> query) {
        return signed(identity.apply(claims(url(), "anna", Instant.now())
                .audience(query.get("client_id"))
                .claim("nonce", query.get("nonce"))
                .claim("name", "Anna Alder")
                .claim("email", "anna@alder.example")
                .claim("email_verified", true)));
    }

    /** Changes what identity tokens say. */
    void identify(UnaryOperator<JWTClaimsSet.Builder> changed) {
        identity = changed;
    }

    private static Map<String, String> parameters(String text) {
        var parameters = new HashMap<String, String>();
        for (var pair : text.split("&", -1)) {
            var equals = pair.indexOf('=');
            parameters.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void publish(JWK... keys) {
        published = List.of(keys);
    }

    void fail(int with) {
        status = with;
    }

    void claimToBe(String issuer) {
        namedIssuer = issuer;
    }

    int keyRequests() {
        return keyRequests.get();
    }

    /** The claims of an ordinary token for the service, valid for five minutes. */
    public static JWTClaimsSet.Builder claims(String issuer, String subject, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience("customer-accounts")
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    public static String signed(JWTClaimsSet.Builder claims) {
        return signed(claims, KEY, header -> header);
    }

    static String signed(JWTClaimsSet.Builder claims, JWK key, UnaryOperator<JWSHeader.Builder> header) {
        var algorithm = key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
        var chosen = header.apply(new JWSHeader.Builder(algorithm)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID()))
                .build();
        return signed(claims, chosen, signer(key));
    }

    /** As if the public key were a shared secret: what a verifier accepts that lets the token choose the algorithm. */
    static String signedWithThePublicKey(JWTClaimsSet.Builder claims) {
        try {
            var secret = KEY.toRSAPublicKey().getEncoded();
            var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .keyID(KEY.getKeyID())
                    .build();
            return signed(claims, header, new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String unsigned(JWTClaimsSet.Builder claims) {
        return new PlainJWT(claims.build()).serialize();
    }

    private static String signed(JWTClaimsSet.Builder claims, JWSHeader header, JWSSigner signer) {
        try {
            var token = new SignedJWT(header, claims.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(JWK key) {
        try {
            return key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.toRSAKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(kid)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
