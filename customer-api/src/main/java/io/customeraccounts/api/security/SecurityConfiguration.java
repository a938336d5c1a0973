package io.customeraccounts.api.security;

import static io.customeraccounts.api.security.AccessRules.Access.SIGNED_IN;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;

/** Nothing is open unless its handler says so: see {@link AccessRules}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class SecurityConfiguration {

    private static final Duration PROVIDER_AWAY = Duration.ofSeconds(5);

    private static final AuthorizationManager<Object> AUTHENTICATED = AuthenticatedAuthorizationManager.authenticated();

    /** Requests are measured as a whole; a measurement of each filter would cost more than most filters. */
    @Bean
    SecurityObservationSettings noObservationOfEachFilter() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Embedded
    JwtDecoder ownTokenDecoder(SigningKeys keys, IdentitySettings settings, Clock clock) {
        return TokenChecks.decoder(keys, settings.acceptedIssuer(), settings.audience(), clock);
    }

    @Bean
    @External
    JwtDecoder foreignTokenDecoder(IdentitySettings settings, Clock clock) {
        return new ForeignIssuer(settings.acceptedIssuer(), settings.audience(), clock);
    }

    /** For programs: a bearer token with each request (RFC 6750), no cookie and no session. */
    @Bean
    @Order(2)
    SecurityFilterChain api(
            HttpSecurity http, JwtDecoder decoder, TokenReader reader, AccessRules rules, Problems problems) {
        http.securityMatcher("/api/**", "/access/**")
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .oauth2ResourceServer(
                        tokens -> tokens.jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(reader))
                                .authenticationEntryPoint(notAuthenticated(problems))
                                .accessDeniedHandler(notPermitted(problems)))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(notAuthenticated(problems))
                        .accessDeniedHandler(notPermitted(problems)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .anyRequest()
                        .access((caller, context) -> switch (rules.of(context.getRequest())) {
                            case ANYONE -> new AuthorizationDecision(true);
                            case NOBODY -> new AuthorizationDecision(false);
                            case SIGNED_IN, NO_HANDLER -> AUTHENTICATED.authorize(caller, context);
                        }));
        Headers.apply(http, Headers.FOR_DATA);
        return http.build();
    }

    /** For browsers: a cookie says who is signed in, and every form carries a token of its own. */
    @Bean
    @Order(3)
    SecurityFilterChain pages(
            HttpSecurity http, SignIns signIns, AccessRules rules, Problems problems, IdentitySettings settings) {
        http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(context -> context.securityContextRepository(signIns))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens(settings)))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(refused -> refused.authenticationEntryPoint(signInFirst(settings, rules, problems))
                        .accessDeniedHandler((request, response, denied) -> problems.write(
                                request,
                                response,
                                denied instanceof CsrfException
                                        ? Problem.of(ProblemType.FORM_EXPIRED)
                                        : Problem.notFound())))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers("/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .denyAll()
                        .anyRequest()
                        .access((caller, context) -> switch (rules.of(context.getRequest())) {
                            case ANYONE, NO_HANDLER -> new AuthorizationDecision(true);
                            case NOBODY -> new AuthorizationDecision(false);
                            case SIGNED_IN -> AUTHENTICATED.authorize(caller, context);
                        }));
        Headers.apply(http, Headers.FOR_PAGES);
        return http.build();
    }

    static CookieCsrfTokenRepository csrfTokens(IdentitySettings settings) {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(settings.secure() ? "__Host-form" : "form");
        tokens.setCookieCustomizer(cookie ->
                cookie.path("/").httpOnly(true).secure(settings.secure()).sameSite("Lax"));
        return tokens;
    }

    private static AuthenticationEntryPoint notAuthenticated(Problems problems) {
        return (request, response, failure) -> {
            if (failure instanceof ProviderAway) {
                problems.write(
                        request,
                        response,
                        Problem.of(ProblemType.TEMPORARILY_UNAVAILABLE).retryAfter(PROVIDER_AWAY));
                return;
            }
            // RFC 6750 section 3: without a token there is no error to be named.
            var challenge = failure instanceof OAuth2AuthenticationException token
                    ? "Bearer error=\"" + token.getError().getErrorCode() + "\""
                    : "Bearer";
            problems.write(
                    request,
                    response,
                    Problem.of(ProblemType.NOT_AUTHENTICATED).header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        };
    }

    private static AccessDeniedHandler notPermitted(Problems problems) {
        return (request, response, denied) -> problems.write(request, response, Problem.of(ProblemType.NOT_PERMITTED));
    }

    private static AuthenticationEntryPoint signInFirst(
            IdentitySettings settings, AccessRules rules, Problems problems) {
        return (request, response, failure) -> {
            if (settings.hasPages() && rules.of(request) == SIGNED_IN && "GET".equals(request.getMethod())) {
                response.sendRedirect(SignInPage.before(request));
            } else {
                problems.write(
                        request,
                        response,
                        rules.of(request) == SIGNED_IN
                                ? Problem.of(ProblemType.NOT_AUTHENTICATED)
                                : Problem.notFound());
            }
        };
    }
}
