package io.customeraccounts.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.followers.Followers;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events stored = events sealed = events handled by each follower; and read tables are what the events say. */
@ParameterizedClass
@EnumSource(Databases.class)
class CompletenessTest {

    /** Not those that all tests share: here something is lost. */
    private static final Map<Databases, TestService> SERVICES = new EnumMap<>(Databases.class);

    private final TestService service;
    private final JdbcClient sql;

    CompletenessTest(Databases kind) {
        service = SERVICES.computeIfAbsent(kind, TestService::with);
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

    @Test
    void checksReadTablesAndLeavesWhatDiffersToARebuild() {
        var company = Company.of(service);
        var check = service.bean(SelfCheck.class);
        everyTableIsChecked(check);
        assertThat(status("selfCheck")).isEqualTo("UP");
        sql.sql("update customer_user set language = 'xx' where customer_id = :customer")
                .param("customer", UUID.fromString(company.id()))
                .update();
        sql.sql("update rebuild set started_at = null, ended_at = null").update();

        everyTableIsChecked(check);

        assertThat(status("selfCheck")).isEqualTo("WARN");
        assertThat(gauge("customer.accounts.self.check.differences")).isOne();
        var found = service.operator()
                .get("/api/v1/operations/rebuilds/customer_user")
                .expect(200)
                .json();
        assertThat(found.path("checkOnly").asBoolean()).isTrue();
        assertThat(found.path("differences").asLong()).isOne();
        assertThat(found.path("report").get(0).path("column").asString()).isEqualToIgnoringCase("language");
        assertThat(language(company)).isEqualTo("xx");

        service.operator()
                .post("/api/v1/operations/rebuilds", "{\"table\":\"customer_user\"}")
                .expect(202);
        Awaitility.await().until(() -> !language(company).equals("xx"));
        Awaitility.await().until(() -> {
            check.look();
            return status("selfCheck").equals("UP");
        });
    }

    private void everyTableIsChecked(SelfCheck check) {
        Awaitility.await().until(() -> {
            check.look();
            return sql.sql("select count(*) from rebuild where state <> 'FINISHED' or started_at is null")
                            .query(Integer.class)
                            .single()
                    == 0;
        });
        check.look();
    }

    private String language(Company company) {
        return sql.sql("select language from customer_user where customer_id = :customer")
                .param("customer", UUID.fromString(company.id()))
                .query(String.class)
                .single();
    }
}
