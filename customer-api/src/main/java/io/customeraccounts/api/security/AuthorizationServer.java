package io.customeraccounts.api.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.RateLimits.Limit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The OpenID provider that comes with the service: authorization code with PKCE for people, client credentials for
 * programs (OAuth 2.1, OpenID Connect Core). Gone as soon as an issuer elsewhere is configured.
 */
@Embedded
@Configuration(proxyBeanMethods = false)
class AuthorizationServer {

    static final String CONSENT_PAGE = "/consent";

    /** Longer than any that serious programs send; what is stored has an end. */
    private static final int MAX_PARAMETER = 1_000;

    /** A SHA-256 in base64url has 43 characters; more are never right. */
    private static final int MAX_CHALLENGE = 128;

    private static final List<String> PATHS = List.of(
            "/oauth2/authorize",
            "/oauth2/token",
            "/oauth2/jwks",
            "/oauth2/revoke",
            "/userinfo",
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server");

    @Bean
    AuthorizationServerSettings authorizationServerSettings(IdentitySettings settings) {
        return AuthorizationServerSettings.builder()
                .issuer(settings.acceptedIssuer())
                .build();
    }

    @Bean
    OAuth2TokenGenerator<OAuth2Token> tokenGenerator(JWKSource<SecurityContext> keys, TokenClaims claims, Clock clock) {
        var encoder = new NimbusJwtEncoder(keys);
        // The newest.
        encoder.setJwkSelector(List::getFirst);
        var jwt = new JwtGenerator(encoder);
        jwt.setJwtCustomizer(claims);
        jwt.setClock(clock);
        return new DelegatingOAuth2TokenGenerator(jwt, new RefreshTokens(clock));
    }

    @Bean
    @Order(1)
    SecurityFilterChain authorizationServerEndpoints(
            HttpSecurity http,
            Programs programs,
            OAuthGrants grants,
            SignIns signIns,
            Accounts accounts,
            JwtDecoder decoder,
            RateLimits limits,
            Problems problems,
            AuthorizationServerSettings settings) {
        var publicPrograms = new PublicPrograms(programs, settings.getTokenRevocationEndpoint());
        http.securityMatcher(new OrRequestMatcher(PATHS.stream()
                        .map(path -> PathPatternRequestMatcher.withDefaults().matcher(path))
                        .toArray(PathPatternRequestMatcher[]::new)))
                .with(
                        new OAuth2AuthorizationServerConfigurer(),
                        endpoints -> endpoints
                                .authorizationService(grants)
                                .authorizationConsentService(new AlwaysAsk())
                                .clientAuthentication(client -> client.authenticationConverter(publicPrograms)
                                        .authenticationProvider(publicPrograms)
                                        .authenticationProviders(providers -> providers.forEach(provider -> {
                                            if (provider instanceof ClientSecretAuthenticationProvider secrets) {
                                                secrets.setPasswordEncoder(new Programs.SecretCheck());
                                            }
                                        })))
                                .authorizationEndpoint(authorize -> authorize
                                        .consentPage(CONSENT_PAGE)
                                        .authenticationProviders(providers -> providers.forEach(provider -> {
                                            if (provider
                                                    instanceof
                                                    OAuth2AuthorizationCodeRequestAuthenticationProvider codes) {
                                                codes.setAuthenticationValidator(
                                                        new OAuth2AuthorizationCodeRequestAuthenticationValidator()
                                                                .andThen(AuthorizationServer::refuseOverlong));
                                                codes.setAuthorizationConsentRequired(request -> true);
                                            }
                                        })))
                                .authorizationServerMetadataEndpoint(
                                        discovery -> discovery.authorizationServerMetadataCustomizer(
                                                it -> it.claims(AuthorizationServer::offered)))
                                .oidc(oidc -> oidc.userInfoEndpoint(
                                                userInfo -> userInfo.userInfoMapper(info -> userInfo(info, accounts)))
                                        .providerConfigurationEndpoint(
                                                discovery -> discovery.providerConfigurationCustomizer(
                                                        it -> it.claims(AuthorizationServer::offered)))))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(context -> context.securityContextRepository(signIns))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .oauth2ResourceServer(tokens -> tokens.jwt(jwt -> jwt.decoder(decoder)))
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(
                        (request, response, failure) -> response.sendRedirect(SignInPage.before(request)),
                        PathPatternRequestMatcher.withDefaults().matcher(settings.getAuthorizationEndpoint())))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .addFilterBefore(new WithoutServletSession(), SecurityContextHolderFilter.class)
                .addFilterBefore(
                        new TokenLimit(limits, problems, settings.getTokenEndpoint()),
                        SecurityContextHolderFilter.class);
        Headers.apply(http, Headers.FOR_PAGES);
        return http.build();
    }

    /** Spring Security notes who is signed in, in memory; the database knows it better. */
    @Bean
    SessionRegistry noSessions() {
        return new NoSessions();
    }

    /** Discovery names what Spring Security can; this is what is offered here. */
    private static void offered(Map<String, Object> metadata) {
        metadata.remove("introspection_endpoint");
        metadata.remove("introspection_endpoint_auth_methods_supported");
        metadata.remove("end_session_endpoint");
        metadata.remove("tls_client_certificate_bound_access_tokens");
        metadata.remove("dpop_signing_alg_values_supported");
        var authentication = List.of("client_secret_basic", "client_secret_post", "none");
        metadata.put("token_endpoint_auth_methods_supported", authentication);
        metadata.put("revocation_endpoint_auth_methods_supported", authentication);
        metadata.put("grant_types_supported", List.of("authorization_code", "client_credentials", "refresh_token"));
        metadata.put("scopes_supported", List.of("openid", "profile", "email"));
    }

    private static void refuseOverlong(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        refuseOverlong(OAuth2ParameterNames.STATE, request.getState());
        request.getAdditionalParameters().forEach((name, value) -> refuseOverlong(name, String.valueOf(value)));
    }

    private static void refuseOverlong(String name, @Nullable String value) {
        var limit = name.equals(PkceParameterNames.CODE_CHALLENGE) ? MAX_CHALLENGE : MAX_PARAMETER;
        if (value != null && value.length() > limit) {
            var error = new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, name + " is too long", null);
            // Not sent back to the program: what it sent would not fit there either.
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(error, null);
        }
    }

    private static OidcUserInfo userInfo(OidcUserInfoAuthenticationContext info, Accounts accounts) {
        return accounts.find(UUID.fromString(info.getAuthorization().getPrincipalName()))
                .map(account -> new OidcUserInfo(TokenClaims.describing(account)))
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_TOKEN));
    }

    /**
     * Remembers no consent: any program on the person's computer can claim to be one without a secret, so the person is
     * asked each time (RFC 8252 section 8.6).
     */
    private static final class AlwaysAsk implements OAuth2AuthorizationConsentService {
        @Override
        public void save(OAuth2AuthorizationConsent consent) {}

        @Override
        public void remove(OAuth2AuthorizationConsent consent) {}

        @Override
        public @Nullable OAuth2AuthorizationConsent findById(String program, String person) {
            return null;
        }
    }

    /** Spring Security opens a session of the servlet container where nothing will ever ask for it. */
    private static final class WithoutServletSession extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            try {
                chain.doFilter(request, response);
            } finally {
                var session = request.getSession(false);
                if (session != null) {
                    session.invalidate();
                }
            }
        }
    }

    private static final class TokenLimit extends OncePerRequestFilter {
        private final RateLimits limits;
        private final Problems problems;
        private final String tokenPath;

        TokenLimit(RateLimits limits, Problems problems, String tokenPath) {
            this.limits = limits;
            this.problems = problems;
            this.tokenPath = tokenPath;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            try {
                if (request.getRequestURI().endsWith(tokenPath)) {
                    limits.count(Limit.TOKEN_BY_CLIENT, RateLimits.client(request));
                }
            } catch (Problem tooMany) {
                problems.write(request, response, tooMany);
                return;
            }
            chain.doFilter(request, response);
        }
    }

    private static final class NoSessions implements SessionRegistry {
        @Override
        public List<Object> getAllPrincipals() {
            return List.of();
        }

        @Override
        public List<SessionInformation> getAllSessions(Object principal, boolean includeExpired) {
            return List.of();
        }

        @Override
        public @Nullable SessionInformation getSessionInformation(String sessionId) {
            return null;
        }

        @Override
        public void refreshLastRequest(String sessionId) {}

        @Override
        public void registerNewSession(String sessionId, Object principal) {}

        @Override
        public void removeSessionInformation(String sessionId) {}
    }
}
