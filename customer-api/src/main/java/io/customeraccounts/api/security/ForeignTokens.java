package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.InvalidValue;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.projections.persons.Persons;
import io.customeraccounts.projections.systems.Systems;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * Reads the tokens of an OpenID provider elsewhere, with the claims of OpenID Connect Core section 5.1. What is absent or
 * no such value here is as if not said: only the subject is needed.
 */
@External
@Component
class ForeignTokens implements TokenReader {

    private final Persons persons;
    private final Systems systems;
    private final IdentitySettings settings;

    ForeignTokens(Persons persons, Systems systems, IdentitySettings settings) {
        this.persons = persons;
        this.systems = systems;
        this.settings = settings;
    }

    @Override
    public CallerAuthentication convert(Jwt token) {
        var issuer = settings.acceptedIssuer();
        var subject = Objects.requireNonNull(token.getSubject(), "checked before");
        var system = systems.everOfClient(subject);
        if (system.isPresent()) {
            if (system.get().removedAt() != null) {
                // Or it would come back as a person.
                throw new InvalidBearerTokenException("revoked");
            }
            return new CallerAuthentication(
                    LazyCaller.of(
                            new Caller.ConnectedSystem(subject, system.get().id(), true)),
                    issuer + " " + subject);
        }
        return new CallerAuthentication(
                LazyCaller.of(settings.seesEverything(subject), () -> person(token, subject)), issuer + " " + subject);
    }

    private Caller.Person person(Jwt token, String subject) {
        var email = email(token);
        var verified = isTrue(token.getClaim(StandardClaimNames.EMAIL_VERIFIED));
        var profile = persons.signedIn(
                settings.acceptedIssuer(),
                subject,
                fullName(token),
                verified ? email : Set.of(),
                verified ? Set.of() : email,
                language(token));
        return new Caller.Person(profile, settings.isOperator(subject), settings.isAuditor(subject));
    }

    private static Set<EmailAddress> email(Jwt token) {
        return text(token, StandardClaimNames.EMAIL)
                .flatMap(text -> {
                    try {
                        return Optional.of(EmailAddress.parse(text));
                    } catch (InvalidValue notOneWeCanUse) {
                        return Optional.empty();
                    }
                })
                .map(Set::of)
                .orElse(Set.of());
    }

    /** Some providers write it as a text. */
    private static boolean isTrue(@Nullable Object claim) {
        return Boolean.TRUE.equals(claim) || "true".equals(claim);
    }

    private static FullName fullName(Jwt token) {
        var parts = Stream.of(StandardClaimNames.GIVEN_NAME, StandardClaimNames.FAMILY_NAME)
                .flatMap(name -> text(token, name).stream())
                .toList();
        return Stream.of(
                        text(token, StandardClaimNames.NAME),
                        Optional.of(String.join(" ", parts)),
                        text(token, StandardClaimNames.PREFERRED_USERNAME),
                        text(token, StandardClaimNames.EMAIL))
                .flatMap(Optional::stream)
                .flatMap(name -> fullName(name).stream())
                .findFirst()
                .orElseGet(() -> new FullName("?"));
    }

    private static Optional<FullName> fullName(String text) {
        try {
            return Optional.of(new FullName(text));
        } catch (InvalidValue notOneWeCanUse) {
            return Optional.empty();
        }
    }

    private static Language language(Jwt token) {
        return text(token, StandardClaimNames.LOCALE)
                .map(tag -> Locale.forLanguageTag(tag.replace('_', '-')).getLanguage())
                .filter("de"::equals)
                .map(german -> Language.DE)
                .orElse(Language.EN);
    }

    private static Optional<String> text(Jwt token, String claim) {
        return token.getClaim(claim) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
