package io.customeraccounts.api.security;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who signs people in, and who of them is special.
 *
 * @param baseUrl where the service is reached by browsers and mails; the issuer of its own tokens
 * @param issuer of an OpenID provider elsewhere; absent for the embedded one
 * @param audience that a token must name to be for this service
 * @param clientId what the provider elsewhere calls this service, for people who use its pages; absent without pages
 * @param clientSecret likewise; absent for a client without one
 * @param operators of the installation
 * @param auditors who may look at every customer
 */
@ConfigurationProperties("customer-accounts")
record IdentitySettings(
        URI baseUrl,
        @Nullable String issuer,
        @DefaultValue("customer-accounts") String audience,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @DefaultValue List<Subject> operators,
        @DefaultValue List<Subject> auditors) {

    /**
     * A person, as the identity provider knows them.
     *
     * @param issuer absent for the one that is configured
     */
    record Subject(@Nullable String issuer, String subject) {}

    IdentitySettings {
        var text = baseUrl.toString();
        baseUrl = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (!baseUrl.isAbsolute() || baseUrl.getHost() == null || baseUrl.getQuery() != null) {
            throw new IllegalArgumentException(
                    "customer-accounts.base-url must be like https://accounts.example.org, not " + text);
        }
        issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
        clientId = clientId == null || clientId.isBlank() ? null : clientId.strip();
        clientSecret = clientSecret == null || clientSecret.isBlank() ? null : clientSecret.strip();
    }

    /** Whose tokens are accepted. */
    String acceptedIssuer() {
        return issuer == null ? baseUrl.toString() : issuer;
    }

    /** Whether people can sign in with a browser. */
    boolean hasPages() {
        return issuer == null || clientId != null;
    }

    boolean isOperator(String subject) {
        return names(operators, subject);
    }

    boolean isAuditor(String subject) {
        return names(auditors, subject);
    }

    /** Whether it is an operator or auditor. */
    boolean seesEverything(String subject) {
        return isOperator(subject) || isAuditor(subject);
    }

    private boolean names(List<Subject> subjects, String subject) {
        return subjects.stream()
                .anyMatch(it -> it.subject().equals(subject)
                        && (it.issuer() == null || it.issuer().equals(acceptedIssuer())));
    }

    /** Whether browsers reach the service over TLS. */
    boolean secure() {
        return "https".equals(baseUrl.getScheme());
    }
}
