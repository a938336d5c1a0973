package io.customeraccounts.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.followers.Followers;
import io.customeraccounts.projections.ledger.Checkpoints;
import io.customeraccounts.projections.ledger.ImportRefused;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rule: History and audit. An empty installation that imports an export becomes what the exported one is. */
@ParameterizedClass
@EnumSource(Databases.class)
class ImportTest {

    private static final String KEY = "--customer-accounts.key-encryption-key=" + "A".repeat(43) + "=";

    @TempDir
    private Path files;

    private final Databases kind;
    private TestService source;
    private Company company;
    private Path export;
    private String keys;

    ImportTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void export() throws IOException {
        source = TestService.with(kind, KEY);
        company = Company.of(source).withPayment();
        var ben = company.employee("Ben Beech");
        var project = company.project("portal");
        project.assign(ben, "PROJECT_USER").expect(201);
        company.invite("Cleo Cedar", TestService.address("Cleo Cedar"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        company.admin().delete(company.employee("Dora Dogwood").path()).expect(204);
        var ledger = source.bean(Ledger.class);
        Awaitility.await().until(() -> ledger.progress().unsealed() == 0);
        var service = source.auditor();
        export = Files.writeString(
                files.resolve("export.ndjson"),
                service.get("/api/v1/ledger/export").expect(200).body());
        keys = source.anonymous().get("/api/v1/ledger/keys").expect(200).body().strip();
    }

    @AfterEach
    void close() {
        source.close();
    }

    private TestService imported(HikariDataSource database) {
        return TestService.on(
                database, KEY, "--customer-accounts.import.file=" + export, "--customer-accounts.import.keys=" + keys);
    }

    private void copyPersonalKeys(HikariDataSource to) {
        var target = JdbcClient.create(to);
        source.bean(JdbcClient.class).sql("select * from personal_key").query(row -> {
            target.sql("""
                    insert into personal_key (key_id, wrapped_key, wrapped_by, created_at, destroyed_at)
                    values (?, ?, ?, ?, ?)
                    """)
                    .params(Arrays.asList(
                            row.getObject("key_id"),
                            row.getBytes("wrapped_key"),
                            row.getString("wrapped_by"),
                            row.getObject("created_at", OffsetDateTime.class),
                            row.getObject("destroyed_at", OffsetDateTime.class)))
                    .update();
        });
    }

    @Test
    void hasTheSameReadTablesAndTheSameTree() {
        var database = kind.laidOut();
        copyPersonalKeys(database);
        try (var target = imported(database)) {
            var last = source.bean(Ledger.class).lastPosition();
            assertThat(target.bean(Ledger.class).lastPosition()).isEqualTo(last);
            assertThat(target.bean(Checkpoints.class).tree().root(last))
                    .isEqualTo(source.bean(Checkpoints.class).tree().root(last));
            assertThat(rows(target)).isEqualTo(rows(source));
            assertThat(target.auditor()
                            .get(company.path() + "/users")
                            .expect(200)
                            .body())
                    .contains("Ben Beech");
            assertThat(target.bean(Ledger.class).count().isComplete()).isTrue();
        }
    }

    @Test
    void tellsNobodyAboutThePastAndGoesOn() {
        var database = kind.laidOut();
        copyPersonalKeys(database);
        try (var target = imported(database)) {
            var sql = target.bean(JdbcClient.class);
            var ledger = target.bean(Ledger.class);
            assertThat(sql.sql("select count(*) from mail where due_at <= created_at")
                            .query(Long.class)
                            .single())
                    .isZero();
            Company.of(target).invite("Eve Elm", TestService.address("Eve Elm"), "CUSTOMER_EMPLOYEE");
            Awaitility.await()
                    .until(() -> ledger.progress().unsealed() == 0
                            && target.bean(Followers.class).all().stream()
                                    .allMatch(it -> it.handled() == ledger.lastPosition() && it.parked() == 0));
            assertThat(ledger.lastPosition())
                    .isGreaterThan(source.bean(Ledger.class).lastPosition());
            assertThat(ledger.count().isComplete()).isTrue();
            assertThat(sql.sql("select count(*) from mail where kind = 'INVITATION'")
                            .query(Long.class)
                            .single())
                    .isOne();
            // What has been taken stays taken.
            assertThat(sql.sql("select count(*) from identifier_reservation")
                            .query(Long.class)
                            .single())
                    .isEqualTo(source.bean(JdbcClient.class)
                                    .sql("select count(*) from identifier_reservation")
                                    .query(Long.class)
                                    .single()
                            + 1);
        }
    }

    @Test
    void erasesWhatItHasNoKeyOf() {
        try (var target = imported(kind.laidOut())) {
            var users =
                    target.auditor().get(company.path() + "/users").expect(200).body();
            assertThat(users).doesNotContain("Ben Beech");
            var last = source.bean(Ledger.class).lastPosition();
            assertThat(target.bean(Checkpoints.class).tree().root(last))
                    .isEqualTo(source.bean(Checkpoints.class).tree().root(last));
            var sql = target.bean(JdbcClient.class);
            assertThat(sql.sql("select count(*) from customer_user")
                            .query(Long.class)
                            .single())
                    .isEqualTo(source.bean(JdbcClient.class)
                            .sql("select count(*) from customer_user")
                            .query(Long.class)
                            .single());
            assertThat(sql.sql("select count(*) from customer_user where full_name is not null")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void refusesAnInstallationThatHasEvents() {
        var database = kind.laidOut();
        try (var target = imported(database)) {
            assertThat(target.bean(Ledger.class).lastPosition()).isPositive();
            assertThatThrownBy(() -> TestService.on(
                                    // Closing the service closes its pool.
                                    new HikariDataSource(copyOf(database)),
                                    KEY,
                                    "--customer-accounts.import.file=" + export,
                                    "--customer-accounts.import.keys=" + keys)
                            .close())
                    .rootCause()
                    .isInstanceOf(ImportRefused.class)
                    .hasMessageContaining("empty installation");
        }
    }

    private static HikariConfig copyOf(HikariDataSource database) {
        var copy = new HikariConfig();
        copy.setJdbcUrl(database.getJdbcUrl());
        copy.setUsername(database.getUsername());
        return copy;
    }

    @Test
    void refusesWhatWasChangedOrIsNotComplete() throws IOException {
        var whole = Files.readString(export);
        Files.writeString(export, whole.replaceFirst("customer.user-joined", "customer.user-removed"));
        refused("not what was signed");
        Files.writeString(export, whole.substring(0, whole.lastIndexOf("{\"kind\":\"end\"")));
        refused("not complete");
        Files.write(export, "x\n".getBytes(UTF_8));
        refused("no export");
    }

    private void refused(String why) {
        var database = kind.laidOut();
        try {
            assertThatThrownBy(() -> imported(database).close())
                    .rootCause()
                    .isInstanceOf(ImportRefused.class)
                    .hasMessageContaining(why);
        } finally {
            database.close();
        }
    }

    /** Of every read table. */
    private static Map<String, List<String>> rows(TestService service) {
        var sql = service.bean(JdbcClient.class);
        var rows = new TreeMap<String, List<String>>();
        sql.sql("select table_name from rebuild")
                .query(String.class)
                .list()
                .forEach(table -> rows.put(
                        table,
                        sql.sql("select * from " + table).query().listOfRows().stream()
                                .map(ImportTest::text)
                                .sorted()
                                .toList()));
        assertThat(rows).hasSizeGreaterThan(5);
        return rows;
    }

    private static String text(Map<String, Object> row) {
        return row.entrySet().stream()
                .map(it -> it.getKey() + "="
                        + (it.getValue() instanceof byte[] bytes
                                ? HexFormat.of().formatHex(bytes)
                                : it.getValue()))
                .collect(Collectors.joining(" "));
    }
}
