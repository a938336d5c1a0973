package io.customeraccounts.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.followers.Followers;
import io.customeraccounts.projections.ledger.Checkpoints;
import io.customeraccounts.projections.ledger.Import;
import io.customeraccounts.projections.ledger.ImportRefused;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.rebuild.FollowerMemory;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Rule: History and audit. An empty installation that imports an export becomes what the exported one is. */
@ParameterizedClass
@EnumSource(Databases.class)
class ImportTest {

    private static final String KEY = "--customer-accounts.key-encryption-key=" + "A".repeat(43) + "=";

    private record Exported(TestService service, Company company, String text, String keys) {}

    private static final Map<Databases, Exported> SOURCES = new EnumMap<>(Databases.class);

    @TempDir
    private Path files;

    private final Databases kind;
    private final TestService source;
    private final Company company;
    private final String keys;
    private Path export;

    ImportTest(Databases kind) {
        this.kind = kind;
        var exported = SOURCES.computeIfAbsent(kind, ImportTest::export);
        source = exported.service();
        company = exported.company();
        keys = exported.keys();
    }

    private static Exported export(Databases kind) {
        var source = TestService.with(kind, KEY);
        var company = Company.of(source).withPayment();
        var ben = company.employee("Ben Beech");
        company.project("portal").assign(ben, "PROJECT_USER").expect(201);
        company.invite("Cleo Cedar", TestService.address("Cleo Cedar"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        company.admin().delete(company.employee("Dora Dogwood").path()).expect(204);
        var ledger = source.bean(Ledger.class);
        Awaitility.await().until(() -> ledger.progress().unsealed() == 0);
        return new Exported(
                source,
                company,
                source.auditor().get("/api/v1/ledger/export").expect(200).body(),
                source.anonymous().get("/api/v1/ledger/keys").expect(200).body().strip());
    }

    @BeforeEach
    void write() throws IOException {
        export = Files.writeString(
                files.resolve("export.ndjson"), SOURCES.get(kind).text());
    }

    @AfterAll
    static void close() {
        SOURCES.values().forEach(it -> it.service().close());
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
            assertThat(past(target, last)).isEqualTo(past(source, last)).hasSizeGreaterThan((int) last);
        }
    }

    /** What was so from when to when, once the follower has written down all events up to the position. */
    private static List<String> past(TestService service, long last) {
        Awaitility.await()
                .until(() -> service.bean(Followers.class).all().stream()
                        .anyMatch(it -> it.follower().equals("history") && it.handled() >= last));
        var sql = service.bean(JdbcClient.class);
        return FollowerMemory.HISTORY.tableNames().stream()
                .flatMap(table -> sql.sql("select * from " + table).query().listOfRows().stream()
                        .map(row -> table + " " + text(row))
                        .sorted())
                .toList();
    }

    /** Whoever adds a follower, or cuts its work in other parts, is reminded of it here. */
    @Test
    void cutsTheWorkOfEachFollowerAsItsFirstStartDoes() {
        var tokens = source.bean(TokenStore.class);
        var followers = source.bean(EventProcessingConfiguration.class).eventProcessors().values().stream()
                .filter(StreamingEventProcessor.class::isInstance)
                .map(EventProcessor::getName)
                .toList();

        assertThat(followers)
                .contains("policies", "history", "mails")
                .allSatisfy(name -> assertThat(tokens.fetchSegments(name)).hasSize(ImportAtStart.segments(name)));
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
        assertThatThrownBy(() -> read(source.bean(Import.class)))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("empty installation");
    }

    @Test
    void doesNotStartWithWhatIsRefused() throws IOException {
        Files.writeString(export, "x");
        var database = kind.laidOut();
        try {
            assertThatThrownBy(() -> imported(database).close()).rootCause().isInstanceOf(ImportRefused.class);
        } finally {
            database.close();
        }
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
        try (var database = kind.laidOut()) {
            var sql = new JdbcTemplate(database);
            var imports = new Import(
                    sql,
                    new JdbcTransactionManager(database),
                    source.bean(Serializer.class),
                    source.bean(EventUpcaster.class),
                    source.bean(Clock.class));
            assertThatThrownBy(() -> read(imports))
                    .isInstanceOf(ImportRefused.class)
                    .hasMessageContaining(why);
            assertThat(sql.queryForObject("select count(*) from domain_event", Long.class))
                    .isZero();
        }
    }

    private void read(Import imports) throws IOException {
        imports.read(() -> Files.newInputStream(export), List.of(Verifier.parse(keys)), List.of(), last -> {});
    }

    /** Of every read table. */
    private static Map<String, List<String>> rows(TestService service) {
        var sql = service.bean(JdbcClient.class);
        var rows = new TreeMap<String, List<String>>();
        sql.sql("select table_name from rebuild where table_name not in ('policies', 'history', 'mails')")
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
