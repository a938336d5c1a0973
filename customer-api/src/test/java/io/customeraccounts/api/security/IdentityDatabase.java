package io.customeraccounts.api.security;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.systems.Systems;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.TestClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.transaction.support.TransactionTemplate;

/** A fresh database with the product's tables, and what stores accounts and the like in it. */
final class IdentityDatabase implements AutoCloseable {

    static final EmailAddress ANNA = EmailAddress.parse("Anna@example.org");
    static final String PASSWORD = "a lighthouse in the fog";
    static final IdentitySettings SETTINGS = settings("http://localhost:8080");

    static final int ITERATIONS = 100_000;

    private static final Passwords PASSWORDS = new Passwords(ITERATIONS);
    private static final Passwords.Hash HASH = PASSWORDS.hash(PASSWORD);

    final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    final HikariDataSource dataSource;
    final JdbcClient sql;
    final TransactionTemplate transactions;
    final Accounts accounts;
    final SignIns signIns;
    final ServiceClients clients;
    final Systems systems;
    final OAuthGrants grants;

    IdentityDatabase(Databases databases) {
        dataSource = databases.laidOut();
        sql = JdbcClient.create(dataSource);
        var manager = new JdbcTransactionManager(dataSource);
        transactions = new TransactionTemplate(manager);
        accounts = new Accounts(sql, PASSWORDS, clock);
        signIns = new SignIns(sql, clock, SETTINGS);
        clients = new ServiceClients(sql, clock);
        var template = new JdbcTemplate(dataSource);
        systems = new Systems(template, new Ledger(template, manager, clock), clock);
        grants = new OAuthGrants(
                sql,
                new Programs(clients, systems),
                AuthorizationServerSettings.builder()
                        .issuer("http://localhost:8080")
                        .build(),
                clock);
    }

    static IdentitySettings settings(String baseUrl) {
        return new IdentitySettings(URI.create(baseUrl), null, "customer-accounts", null, null, List.of(), List.of());
    }

    /** @param seed makes the difference between two keys */
    static KeyEncryptionKey keyEncryptionKey(int seed) {
        var bytes = new byte[32];
        bytes[0] = (byte) seed;
        return new KeyEncryptionKey(Base64.getEncoder().encodeToString(bytes), Path.of("not", "used"));
    }

    Account anna() {
        return accounts.create(ANNA, new FullName("Anna Alder"), Language.EN, HASH, false)
                .orElseThrow();
    }

    long count(String table) {
        return sql.sql("select count(*) from " + table).query(Long.class).single();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
