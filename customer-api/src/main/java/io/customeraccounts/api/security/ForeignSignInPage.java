package io.customeraccounts.api.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.Secret;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Signs people in at the OpenID provider elsewhere (OpenID Connect Core section 3.1, with PKCE): a code that only this service
 * can use, for the browser that asked for it, exchanged for an identity token that is checked like every token of the provider.
 * No token is kept; what is kept is who is signed in in the browser.
 */
@External
@Anyone
@Controller
class ForeignSignInPage {

    private static final String CALLBACK = "/sign-in/callback";
    private static final String MESSAGE = "signup/message";

    /** Whoever has not signed in at the provider by then starts again. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {};

    private final IdentitySettings settings;
    private final TokenReader reader;
    private final SignIns signIns;
    private final RateLimits limits;
    private final ForeignIssuer identityTokens;
    private final RestClient http;
    private final SecureRandom random = new SecureRandom();

    ForeignSignInPage(IdentitySettings settings, TokenReader reader, SignIns signIns, RateLimits limits, Clock clock) {
        this.settings = settings;
        this.reader = reader;
        this.signIns = signIns;
        this.limits = limits;
        identityTokens = new ForeignIssuer(settings.acceptedIssuer(), String.valueOf(settings.clientId()), clock);
        var requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(TIMEOUT);
        requests.setReadTimeout(TIMEOUT);
        http = RestClient.builder().requestFactory(requests).build();
    }

    /** What the browser that started keeps meanwhile, in a cookie. */
    private record Started(String state, String nonce, String verifier, String target) {

        String text() {
            return state + "." + nonce + "." + verifier + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(target.getBytes(UTF_8));
        }

        static Optional<Started> parse(String text) {
            var parts = text.split("\\.", -1);
            try {
                return parts.length == 4
                        ? Optional.of(new Started(
                                parts[0],
                                parts[1],
                                parts[2],
                                new String(Base64.getUrlDecoder().decode(parts[3]), UTF_8)))
                        : Optional.empty();
            } catch (IllegalArgumentException tampered) {
                return Optional.empty();
            }
        }
    }

    @GetMapping(SignInPage.PATH)
    @Nullable
    String start(
            @RequestParam(name = "continue", required = false) @Nullable String target,
            Model model,
            HttpServletResponse response) {
        requirePages();
        try {
            var started = new Started(secret(), secret(), secret(), LocalAddress.of(target));
            var url = UriComponentsBuilder.fromUriString(endpoint("authorization_endpoint"))
                    .queryParam("response_type", "code")
                    .queryParam("scope", "openid profile email")
                    .queryParam("client_id", "{client}")
                    .queryParam("redirect_uri", "{callback}")
                    .queryParam("state", started.state())
                    .queryParam("nonce", started.nonce())
                    .queryParam("code_challenge", challenge(started.verifier()))
                    .queryParam("code_challenge_method", "S256")
                    .encode()
                    .buildAndExpand(settings.clientId(), callback())
                    .toUriString();
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    cookie(started.text()).maxAge(PATIENCE).build().toString());
            return SignInPage.seeOther(response, url);
        } catch (RestClientException | IllegalStateException away) {
            return message("sign-in-away", 503, model, response);
        }
    }

    @GetMapping(CALLBACK)
    @Nullable
    String finish(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String state,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        requirePages();
        limits.count(Limit.SIGN_IN_BY_CLIENT, RateLimits.client(request));
        var started = started(request).filter(it -> same(it.state(), state));
        response.addHeader(
                HttpHeaders.SET_COOKIE, cookie("").maxAge(Duration.ZERO).build().toString());
        if (started.isEmpty() || code.isEmpty()) {
            return message("sign-in-failed", 400, model, response);
        }
        try {
            var token = identityTokens.decode(identityToken(code, started.get().verifier()));
            if (!same(started.get().nonce(), String.valueOf(token.getClaimAsString("nonce")))
                    || !(reader.convert(token).caller().get() instanceof Caller.Person person)) {
                return message("sign-in-failed", 400, model, response);
            }
            signIns.begin(person.profile().personId().value(), request, response);
            return SignInPage.seeOther(response, LocalAddress.of(started.get().target()));
        } catch (JwtException | HttpClientErrorException notGood) {
            return message("sign-in-failed", 400, model, response);
        } catch (ProviderAway | RestClientException | IllegalStateException away) {
            return message("sign-in-away", 503, model, response);
        }
    }

    /** Here; the provider still knows the person, and may not ask again. */
    @PostMapping("/sign-out")
    String signOut(Model model, HttpServletRequest request, HttpServletResponse response) {
        requirePages();
        signIns.endEverywhere(request, response);
        return message("signed-out", 200, model, response);
    }

    private void requirePages() {
        if (!settings.hasPages()) {
            throw Problem.notFound();
        }
    }

    private String identityToken(String code, String verifier) {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("grant_type", "authorization_code");
        form.add("code", code);
        form.add("redirect_uri", callback());
        form.add("code_verifier", verifier);
        form.add("client_id", settings.clientId());
        var secret = settings.clientSecret();
        var answer = http.post()
                .uri(URI.create(endpoint("token_endpoint")))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .headers(headers -> {
                    if (secret != null) {
                        // Each part is escaped first (RFC 6749 section 2.3.1).
                        headers.setBasicAuth(escaped(Objects.requireNonNull(settings.clientId())), escaped(secret));
                    }
                })
                .body(form)
                .retrieve()
                .body(JSON);
        if (answer == null || !(answer.get("id_token") instanceof String token)) {
            throw new IllegalStateException("no identity token");
        }
        return token;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Asked for each time: seldom, and the provider may move. */
    private String endpoint(String name) {
        var issuer = settings.acceptedIssuer();
        var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        var configuration = http.get()
                .uri(URI.create(base + "/.well-known/openid-configuration"))
                .retrieve()
                .body(JSON);
        if (configuration == null
                || !issuer.equals(configuration.get("issuer"))
                || !(configuration.get(name) instanceof String endpoint)) {
            throw new IllegalStateException("the configuration is for another issuer, or names no " + name);
        }
        return endpoint;
    }

    private String callback() {
        return settings.baseUrl() + CALLBACK;
    }

    private String secret() {
        return Secret.generate(random).value();
    }

    private static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    private Optional<Started> started(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(cookieName()))
                        .map(Cookie::getValue)
                        .flatMap(text -> Started.parse(text).stream())
                        .findFirst();
    }

    private ResponseCookie.ResponseCookieBuilder cookie(String value) {
        return ResponseCookie.from(cookieName(), value)
                .path("/")
                .httpOnly(true)
                .secure(settings.secure())
                // Lax: it must come along when the provider sends the browser back.
                .sameSite("Lax");
    }

    private String cookieName() {
        return settings.secure() ? "__Host-signing-in" : "signing-in";
    }

    private static String message(String code, int status, Model model, HttpServletResponse response) {
        response.setStatus(status);
        model.addAttribute("code", code);
        return MESSAGE;
    }
}
