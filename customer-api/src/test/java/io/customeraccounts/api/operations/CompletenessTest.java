package io.customeraccounts.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.followers.Followers;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.rebuild.RebuildProgress;
import io.customeraccounts.projections.rebuild.Rebuilds;
import io.customeraccounts.projections.testing.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Events stored = events sealed = events handled by each follower; and read tables are what the events say. */
@ParameterizedClass
@EnumSource(Databases.class)
class CompletenessTest {

    /** Not those that all tests share: here something is lost. */
    private static final Map<Databases, TestService> SERVICES = new EnumMap<>(Databases.class);

    private final TestService service;
    private final JdbcClient sql;

    CompletenessTest(Databases kind) {
        service = SERVICES.computeIfAbsent(
                kind,
                it -> TestService.with(
                        it, "--customer-accounts.self-check.begin=100ms", "--customer-accounts.self-check.look=50ms"));
        sql = service.bean(JdbcClient.class);
    }

    @AfterAll
    static void close() {
        SERVICES.values().forEach(TestService::close);
    }

    private double gauge(String name, String... tags) {
        return service.bean(MeterRegistry.class).get(name).tags(tags).gauge().value();
    }

    private String status(String component) {
        return service.anonymous().get("/actuator/health").text("/components/" + component + "/status");
    }

    @Test
    void countsWhatIsStoredSealedAndHandled() {
        Company.of(service).employee("Ben Beech");
        var ledger = service.bean(Ledger.class);
        var completeness = service.bean(Completeness.class);
        Awaitility.await()
                .until(() -> ledger.progress().unsealed() == 0
                        && service.bean(Followers.class).all().stream()
                                .allMatch(it -> it.handled() == ledger.lastPosition()));

        completeness.count();
        completeness.look();

        assertThat(gauge("customer.accounts.events.stored"))
                .isEqualTo(gauge("customer.accounts.events.sealed"))
                .isEqualTo(gauge("customer.accounts.follower.handled", "follower", "mails"))
                .isEqualTo(gauge("customer.accounts.follower.handled", "follower", "policies"))
                .isEqualTo((double) ledger.lastPosition());
        assertThat(gauge("customer.accounts.events.lost")).isZero();
        assertThat(gauge("customer.accounts.follower.parked", "follower", "mails"))
                .isZero();
        assertThat(status("completeness")).isEqualTo("UP");
    }

    @Test
    void saysThatAnEventIsLostToWhoeverFollows() {
        Company.of(service);
        var completeness = service.bean(Completeness.class);
        var id = UUID.randomUUID();
        sql.sql("""
                insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                    revision, occurred_at, payload, metadata)
                select :id, aggregate_type, :id, sequence_number, name, revision, occurred_at, payload, metadata
                from domain_event order by global_index limit 1
                """).param("id", id).update();
        try {
            completeness.count();
            assertThat(gauge("customer.accounts.events.lost")).isOne();
            assertThat(status("completeness")).isEqualTo("DOWN");
        } finally {
            sql.sql("delete from domain_event where event_identifier = :id")
                    .param("id", id)
                    .update();
        }
        completeness.count();
        assertThat(gauge("customer.accounts.events.lost")).isZero();
    }

    /** By the schedule and nothing else. */
    @Test
    void checksReadTablesAndMemoriesByItselfAndLeavesWhatDiffersToARebuild() {
        var company = Company.of(service);
        var all = service.bean(Rebuilds.class).all().stream()
                .map(RebuildProgress::table)
                .toList();
        areChecked(all);
        assertThat(status("selfCheck")).isEqualTo("UP");
        assertThat(gauge("customer.accounts.self.check.differences")).isZero();
        var id = UUID.fromString(company.id());
        assertThat(sql.sql("update customer_user set language = 'xx' where customer_id = :customer")
                        .param("customer", id)
                        .update())
                .isOne();
        assertThat(sql.sql("update past_user set group_name = 'CUSTOMER_EMPLOYEE' where customer_id = :customer")
                        .param("customer", id)
                        .update())
                .isOne();

        areChecked(List.of("customer_user", "history"));

        assertThat(status("selfCheck")).isEqualTo("WARN");
        assertThat(gauge("customer.accounts.self.check.differences")).isEqualTo(2);
        assertThat(differenceOf("customer_user").path("column").asString()).isEqualToIgnoringCase("language");
        assertThat(differenceOf("history").path("column").asString()).matches("past_user\\[\\d+]\\.group_name");
        assertThat(language(company)).isEqualTo("xx");

        for (var table : List.of("customer_user", "history")) {
            service.operator()
                    .post("/api/v1/operations/rebuilds", "{\"table\":\"%s\"}".formatted(table))
                    .expect(202);
        }
        Awaitility.await().until(() -> status("selfCheck").equals("UP"));
        assertThat(language(company)).isNotEqualTo("xx");
        assertThat(gauge("customer.accounts.self.check.differences")).isZero();
    }

    private JsonNode differenceOf(String table) {
        var found = service.operator()
                .get("/api/v1/operations/rebuilds/" + table)
                .expect(200)
                .json();
        assertThat(found.path("checkOnly").asBoolean()).isTrue();
        assertThat(found.path("differences").asLong()).isOne();
        return found.path("report").get(0);
    }

    /** Whoever looks whether the next one is due has seen what the ones before have found. */
    private void areChecked(List<String> tables) {
        isDue(tables);
        allAreChecked();
        isDue(List.of("message"));
        allAreChecked();
    }

    private void isDue(List<String> tables) {
        sql.sql("update rebuild set started_at = null where table_name in (:tables)")
                .param("tables", tables)
                .update();
    }

    private void allAreChecked() {
        Awaitility.await()
                .until(() -> sql.sql("select count(*) from rebuild where state <> 'FINISHED' or started_at is null")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private String language(Company company) {
        return sql.sql("select language from customer_user where customer_id = :customer")
                .param("customer", UUID.fromString(company.id()))
                .query(String.class)
                .single();
    }
}
