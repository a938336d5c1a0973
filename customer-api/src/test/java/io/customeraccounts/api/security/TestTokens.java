package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Accounts, clients and their access tokens, without the pages and forms that lead to them: the tokens are signed by the
 * service's own key and say what its token endpoint would write.
 */
public final class TestTokens {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Accounts accounts;
    private final AccountCallers callers;
    private final ServiceClients clients;
    private final SignIns signIns;
    private final IdentitySettings settings;
    private final NimbusJwtEncoder encoder;
    private final JdbcClient sql;
    private final Clock clock;

    public TestTokens(ApplicationContext context) {
        accounts = context.getBean(Accounts.class);
        callers = context.getBean(AccountCallers.class);
        clients = context.getBean(ServiceClients.class);
        signIns = context.getBean(SignIns.class);
        settings = context.getBean(IdentitySettings.class);
        sql = context.getBean(JdbcClient.class);
        clock = context.getBean(Clock.class);
        encoder = new NimbusJwtEncoder(context.getBean(SigningKeys.class));
        encoder.setJwkSelector(List::getFirst);
    }

    public Account account(String fullName, String email, boolean verified, Language language) {
        var nobodySignsInWithThis = new Passwords.Hash("none");
        return accounts.create(
                        EmailAddress.parse(email), new FullName(fullName), language, nobodySignsInWithThis, verified)
                .orElseThrow();
    }

    /** An account with an id that is known before the service starts, and may therefore be in its settings. */
    public Account account(UUID id, String fullName, String email) {
        var account = account(fullName, email, true, Language.EN);
        sql.sql("update account set account_id = :known where account_id = :id")
                .param("known", id)
                .param("id", account.id())
                .update();
        return accounts.find(id).orElseThrow();
    }

    /** As whom the account acts. */
    public Caller.Person caller(Account account) {
        return callers.person(account);
    }

    /** A token of this moment for a person who has an account. */
    public String token(PersonId personId) {
        return token(callers.account(personId).orElseThrow());
    }

    public String token(Account account) {
        return sign(claims(account.subject())
                .claim(OwnTokens.CREDENTIALS_VERSION, account.credentialsVersion())
                .build());
    }

    /** The cookie of a browser in which the person is signed in from now on, as {@code name=value}. */
    public String signedIn(PersonId personId) {
        var response = new MockHttpServletResponse();
        signIns.begin(callers.account(personId).orElseThrow().id(), new MockHttpServletRequest(), response);
        return Objects.requireNonNull(response.getHeader("Set-Cookie")).replaceAll(";.*$", "");
    }

    /** The token of a new service client with these scopes. */
    public String clientToken(CustomerId customerId, Set<Scope> scopes) {
        var id = UUID.randomUUID().toString();
        var now = clock.instant();
        clients.add(
                new ServiceClient(
                        id,
                        customerId,
                        new CustomerName("test"),
                        scopes,
                        now,
                        new Actor.Policy("test"),
                        now.plus(LIFETIME),
                        null),
                Secret.generate(new SecureRandom()).hash());
        return sign(claims(id)
                .claim(OwnTokens.CUSTOMER_ID, customerId.toString())
                .claim(OwnTokens.SCOPE, scopes.stream().map(Scope::text).collect(Collectors.joining(" ")))
                .build());
    }

    private JwtClaimsSet.Builder claims(String subject) {
        var now = clock.instant();
        return JwtClaimsSet.builder()
                .issuer(settings.acceptedIssuer())
                .audience(List.of(settings.audience()))
                .subject(subject)
                .issuedAt(now)
                .expiresAt(now.plus(LIFETIME));
    }

    private String sign(JwtClaimsSet claims) {
        var header = JwsHeader.with(SignatureAlgorithm.RS256).type("at+jwt").build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }
}
