package io.customeraccounts.api.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.api.CustomerAccounts;
import io.customeraccounts.api.security.Account;
import io.customeraccounts.api.security.MadeKeys;
import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.security.TestTokens;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.projections.testing.Databases;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole service on a free port, with a database of its own. Tests that need nothing special share one for each kind of
 * database, and make people and customers that are only theirs.
 */
public final class TestService implements AutoCloseable {

    private static final Map<Databases, TestService> SHARED = new EnumMap<>(Databases.class);
    private static final UUID AUDITOR = UUID.fromString("0193584e-3b00-7000-8000-00000000aaaa");

    private static final UUID OPERATOR = UUID.fromString("0193584e-3b00-7000-8000-00000000bbbb");

    private static final String KEY_ENCRYPTION_KEY = "--customer-accounts.key-encryption-key";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ConfigurableApplicationContext context;
    private final URI base;
    private final AutoCloseable database;
    private @Nullable TestTokens tokens;
    private @Nullable Person auditor;
    private @Nullable Person operator;

    private TestService(HikariDataSource pool, List<Class<?>> additional, List<String> settings) {
        database = pool;
        var sources = new ArrayList<Class<?>>(List.of(CustomerAccounts.class));
        sources.addAll(additional);
        // The later one of two with the same name; Spring would take both.
        var byName = Stream.concat(
                        Stream.of(
                                "--server.port=0",
                                "--spring.datasource.url=" + pool.getJdbcUrl(),
                                "--spring.datasource.username=" + pool.getUsername(),
                                "--spring.datasource.password=",
                                "--customer-accounts.data-directory=" + temporaryDirectory(),
                                KEY_ENCRYPTION_KEY + "=" + Base64.getEncoder().encodeToString(new byte[32]),
                                "--customer-accounts.auditors[0].subject=" + AUDITOR,
                                "--customer-accounts.operators[0].subject=" + OPERATOR,
                                "--customer-accounts.rate-limits=off",
                                // As few as are allowed: passwords here protect nothing.
                                "--customer-accounts.password-iterations=100000"),
                        settings.stream())
                .collect(Collectors.toMap(
                        setting -> setting.substring(0, setting.indexOf('=')),
                        setting -> setting,
                        (usual, own) -> own));
        var key = byName.get(KEY_ENCRYPTION_KEY);
        MadeKeys.putInto(pool, key.substring(KEY_ENCRYPTION_KEY.length() + 1));
        var arguments = byName.values().toArray(String[]::new);
        context = new SpringApplication(sources.toArray(Class<?>[]::new)).run(arguments);
        base = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
    }

    /** The same for all tests; never closed before the process ends. */
    public static synchronized TestService shared(Databases kind) {
        return SHARED.computeIfAbsent(kind, it -> new TestService(it.laidOut(), List.of(), List.of()));
    }

    /** One of its own, with further settings such as {@code --name=value}. */
    public static TestService with(Databases kind, String... settings) {
        return new TestService(kind.laidOut(), List.of(), List.of(settings));
    }

    /** One of its own, with further beans. */
    public static TestService with(Databases kind, Class<?> configuration, String... settings) {
        return new TestService(kind.laidOut(), List.of(configuration), List.of(settings));
    }

    /** One on a database that exists already; closing the service closes this pool too. */
    public static TestService on(HikariDataSource database, String... settings) {
        return new TestService(database, List.of(), List.of(settings));
    }

    /** The same, with further beans. */
    public static TestService on(HikariDataSource database, Class<?> configuration, String... settings) {
        return new TestService(database, List.of(configuration), List.of(settings));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("customer-accounts");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public URI base() {
        return base;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** Made when they are first needed: where an issuer elsewhere makes them there are none. */
    private synchronized TestTokens tokens() {
        if (tokens == null) {
            tokens = new TestTokens(context);
        }
        return tokens;
    }

    /** Nobody in particular. */
    public Client anonymous() {
        return new Client(base, null);
    }

    public Client withToken(String token) {
        return new Client(base, token);
    }

    /** Somebody new with a verified address that nobody else has. */
    public Person person(String fullName) {
        return person(fullName, address(fullName), true);
    }

    public Person person(String fullName, String email, boolean verified) {
        return signedIn(tokens().account(fullName, email, verified, Language.EN));
    }

    /** Who may look at every customer. */
    public synchronized Person auditor() {
        if (auditor == null) {
            auditor = signedIn(tokens().account(AUDITOR, "Audrey Auditor", "audrey@example.org"));
        }
        return auditor;
    }

    /** Who runs the installation. */
    public synchronized Person operator() {
        if (operator == null) {
            operator = signedIn(tokens().account(OPERATOR, "Otto Operator", "otto@example.org"));
        }
        return operator;
    }

    /** The same person at this service and this moment, whichever service has made them and however long ago. */
    public Person again(Person person) {
        return new Person(
                base, tokens().token(person.personId()), person.fullName(), person.email(), person.personId());
    }

    private Person signedIn(Account account) {
        return new Person(
                base,
                tokens().token(account),
                account.fullName().value(),
                account.email().original(),
                tokens().caller(account).profile().personId());
    }

    /** The cookie of a browser in which the person is signed in from now on, as {@code name=value}. */
    public String signedIn(Person person) {
        return tokens().signedIn(person.personId());
    }

    /** A word that no other test uses. */
    public static String unique() {
        return "x" + Integer.toString(NUMBERS.incrementAndGet(), 36);
    }

    /** An address that nobody has yet. */
    public static String address(String fullName) {
        return fullName.toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z]+$", "")
                        .replaceAll("[^a-z]+", ".") + "." + NUMBERS.incrementAndGet() + "@example.org";
    }

    /** The secret of the link in the newest mail to the address; waits until there is one other than {@code former}. */
    public String mailedSecret(String kind, String email, String... former) {
        var link = Pattern.compile("/" + kind + "/([A-Za-z0-9_-]+)");
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            var mails = anonymous()
                                    .get("/dev/mailbox/messages?to="
                                            + URLEncoder.encode(email, StandardCharsets.UTF_8));
                            var secret = link.matcher(mails.expect(200).body());
                            return secret.find() ? secret.group(1) : "";
                        },
                        secret -> !secret.isEmpty() && !List.of(former).contains(secret));
    }

    /** A program of the customer. */
    public Client client(String customerId, Scope... scopes) {
        return new Client(base, tokens().clientToken(CustomerId.parse(customerId), Set.of(scopes)));
    }

    /** A connected system, with a token that it got as every client gets one. */
    public Platform platform(String name, String... locations) {
        var registered = operator()
                .post(
                        "/api/v1/operations/systems",
                        """
                        {"name":"%s","locations":[%s]}""".formatted(
                                name,
                                Stream.of(locations).map(it -> '"' + it + '"').collect(Collectors.joining(","))),
                        "Reason",
                        "for a test")
                .expect(201);
        return new Platform(
                withToken(systemToken(registered.text("/clientId"), registered.text("/clientSecret"), "systems:report")
                        .expect(200)
                        .text("/access_token")),
                name,
                registered.text("/id"),
                registered.text("/clientId"),
                registered.text("/clientSecret"));
    }

    /** The answer of the token endpoint to a client. */
    public Reply systemToken(String clientId, String secret, String scope) {
        return anonymous()
                .send(
                        "POST",
                        "/oauth2/token",
                        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
                                .formatted(clientId, secret, scope),
                        "Content-Type",
                        "application/x-www-form-urlencoded");
    }

    @Override
    public void close() {
        context.close();
        try {
            database.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
