package io.customeraccounts.api.security;

import java.time.Duration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What browsers are told about every answer. A handler may set another content security policy of its own. */
final class Headers {

    /** Nothing may be loaded, and nobody may frame it. */
    static final String FOR_DATA = "default-src 'none'; frame-ancestors 'none'";

    /**
     * Styles, scripts and images of the service itself, never inline. Forms end at the service, or at a program on the
     * person's own computer that waits for a sign-in (RFC 8252 section 7.3).
     */
    static final String FOR_PAGES = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; form-action 'self' http://127.0.0.1:*; base-uri 'none';"
            + " frame-ancestors 'none'";

    private Headers() {}

    static void apply(HttpSecurity http, String contentSecurityPolicy) {
        http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentSecurityPolicy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .frameOptions(frame -> frame.deny())
                .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false)
                        .maxAgeInSeconds(Duration.ofDays(365).toSeconds()))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy(
                        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")));
    }
}
