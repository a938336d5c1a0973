package io.customeraccounts.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Rule: an event that cannot be handled holds up its own customer only, and operators decide what becomes of it. */
@ParameterizedClass
@EnumSource(Databases.class)
class DeadLettersApiTest {

    private static final String LETTERS = "/api/v1/operations/dead-letters";

    /** Not those that all tests share: the mails of everybody else must not be held up. */
    private static final Map<Databases, TestService> SERVICES = new EnumMap<>(Databases.class);

    private final TestService service;
    private final JdbcClient sql;

    DeadLettersApiTest(Databases kind) {
        service = SERVICES.computeIfAbsent(kind, TestService::with);
        sql = service.bean(JdbcClient.class);
    }

    @AfterAll
    static void close() {
        SERVICES.values().forEach(TestService::close);
    }

    @AfterEach
    void heal() {
        sql.sql("alter table mail drop constraint if exists poison").update();
        sql.sql("delete from dead_letter").update();
    }

    /** A statement of the follower fails, which on PostgreSQL takes the whole transaction with it if nothing is done. */
    private void poison(Company company) {
        sql.sql("alter table mail add constraint poison check (kind <> 'INVITATION' or customer_id <> '%s')"
                        .formatted(company.id()))
                .update();
    }

    private JsonNode awaitLetter() {
        Awaitility.await().until(() -> !letters().isEmpty());
        return letters().getFirst();
    }

    private List<JsonNode> letters() {
        return service.operator()
                .get(LETTERS)
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    @Test
    void holdsUpItsOwnCustomerOnlyAndIsVisibleInHealth() {
        var poisoned = Company.of(service);
        var other = Company.of(service);
        poison(poisoned);

        invite(poisoned, "Ben Beech");
        invite(poisoned, "Cleo Cedar");
        var letter = awaitLetter();

        invite(other, "Dora Dogwood");
        Awaitility.await().until(() -> mails(other) == 1);
        assertThat(letters()).hasSize(1);
        assertThat(letter.path("follower").asString()).isEqualTo("mails");
        assertThat(letter.path("event").asString()).isEqualTo("customer.user-invited");
        assertThat(letter.path("sequence").asString()).isEqualTo(poisoned.id());
        assertThat(letter.path("position").asLong()).isPositive();
        assertThat(letter.path("cause").asString()).contains("Exception");
        Awaitility.await().until(() -> letters().getFirst().path("waiting").asLong() >= 1);
        assertThat(letter.toString()).doesNotContain("Ben").doesNotContain("Beech");
        service.bean(Completeness.class).look();
        assertThat(service.anonymous().get("/actuator/health").expect(200).text("/components/completeness/status"))
                .isEqualTo("WARN");
    }

    @Test
    void handlesAllThatWaitedOnceTheCauseIsGone() {
        var company = Company.of(service);
        poison(company);
        invite(company, "Ben Beech");
        invite(company, "Cleo Cedar");
        var letter = awaitLetter().path("id").asString();
        Awaitility.await().until(() -> letters().getFirst().path("waiting").asLong() >= 1);

        var failed =
                service.operator().post(LETTERS + "/" + letter + "/retry", null).expect(200);
        assertThat(failed.json().path("handled").asBoolean()).isFalse();
        assertThat(failed.text("/deadLetter/id")).isEqualTo(letter);
        assertThat(mails(company)).isZero();

        sql.sql("alter table mail drop constraint poison").update();
        Awaitility.await().untilAsserted(() -> {
            if (!letters().isEmpty()) {
                service.operator().post(LETTERS + "/" + letter + "/retry", null);
            }
            assertThat(letters()).isEmpty();
        });
        assertThat(mails(company)).isEqualTo(2);
        service.bean(Completeness.class).look();
        assertThat(service.anonymous().get("/actuator/health").text("/components/completeness/status"))
                .isEqualTo("UP");
    }

    @Test
    void leavesOutWhatIsDiscardedWithAReason() {
        var company = Company.of(service);
        poison(company);
        invite(company, "Ben Beech");
        invite(company, "Cleo Cedar");
        var letter = awaitLetter().path("id").asString();
        Awaitility.await().until(() -> letters().getFirst().path("waiting").asLong() >= 1);
        var operator = service.operator();

        operator.delete(LETTERS + "/" + letter).expectProblem(422, "reason-required");
        operator.delete(LETTERS + "/" + letter, "Reason", "The address is no longer wanted")
                .expect(204);

        operator.get(LETTERS + "/" + letter).expectProblem(404, "not-found");
        operator.delete(LETTERS + "/" + letter, "Reason", "again").expectProblem(404, "not-found");
        var discarded = operator.get(LETTERS + "/discarded")
                .expect(200)
                .json()
                .path("items")
                .get(0);
        assertThat(discarded.path("id").asString()).isEqualTo(letter);
        assertThat(discarded.path("reason").asString()).isEqualTo("The address is no longer wanted");
        assertThat(discarded.path("event").asString()).isEqualTo("customer.user-invited");
        // The next one has moved up.
        assertThat(letters()).hasSize(1);
        assertThat(letters().getFirst().path("id").asString()).isNotEqualTo(letter);
    }

    @Test
    void knowsNoLetterThatIsNotThere() {
        for (var id : List.of(UUID.randomUUID().toString(), "x")) {
            service.operator().get(LETTERS + "/" + id).expectProblem(404, "not-found");
        }
    }

    private static void invite(Company company, String fullName) {
        company.invite(fullName, TestService.address(fullName), "CUSTOMER_EMPLOYEE")
                .expect(201);
    }

    private long mails(Company company) {
        return sql.sql("select count(*) from mail where customer_id = :customer and kind = 'INVITATION'")
                .param("customer", UUID.fromString(company.id()))
                .query(Long.class)
                .single();
    }
}
