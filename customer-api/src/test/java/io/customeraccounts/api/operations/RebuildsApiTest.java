package io.customeraccounts.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.rebuild.Rebuilder;
import io.customeraccounts.projections.testing.Databases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.axonframework.common.transaction.TransactionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource(Databases.class)
class RebuildsApiTest {

    private static final String REBUILDS = "/api/v1/operations/rebuilds";

    /** Not those that all tests share: there is one rebuild of a table at a time. */
    private static final Map<Databases, TestService> SERVICES = new EnumMap<>(Databases.class);

    private final TestService service;

    RebuildsApiTest(Databases kind) {
        service = SERVICES.computeIfAbsent(kind, TestService::with);
    }

    @AfterAll
    static void close() {
        SERVICES.values().forEach(TestService::close);
    }

    @Test
    void repairsATableWhileCommandsGoOnAndReportsWhatWasWrong() throws Exception {
        var company = Company.of(service);
        var ben = company.employee("Ben Beech");
        var sql = service.bean(JdbcClient.class);
        sql.sql(
                        "update customer_user set group_name = 'CUSTOMER_ADMIN', full_name = 'Wrong' where membership_id = :ben")
                .param("ben", UUID.fromString(ben.membershipId()))
                .update();
        // What waits to be sealed is compared as well, but not counted as read.
        Awaitility.await().until(() -> service.bean(Ledger.class).progress().unsealed() == 0);
        var going = new AtomicBoolean(true);
        var writing = CompletableFuture.runAsync(() -> {
            while (going.get()) {
                Company.of(service).employee("Emil Employee");
            }
        });

        var started = start("customer_user").expect(202);
        assertThat(started.header("Location")).isEqualTo(REBUILDS + "/customer_user");
        var finished = await("customer_user", "FINISHED");
        going.set(false);
        writing.get(30, TimeUnit.SECONDS);

        assertThat(finished.json().at("/percent").asInt()).isEqualTo(100);
        assertThat(finished.json().at("/differences").asInt()).isEqualTo(1);
        assertThat(finished.json().at("/eventsPerSecond").asLong()).isPositive();
        assertThat(finished.json().at("/report").toString()).doesNotContain("Wrong", "Ben");
        assertThat(finished.json().at("/report")).anySatisfy(difference -> {
            assertThat(difference.at("/table").asString()).isEqualTo("customer_user");
            assertThat(difference.at("/key").asString()).isEqualTo(ben.membershipId());
            assertThat(difference.at("/column").asString()).isEqualTo("group_name");
            assertThat(difference.at("/live").asString()).isEqualTo("CUSTOMER_ADMIN");
            assertThat(difference.at("/rebuilt").asString()).isEqualTo("CUSTOMER_EMPLOYEE");
        });
        assertThat(company.admin().get(ben.path()).expect(200).text("/fullName"))
                .isEqualTo("Ben Beech");
    }

    @Test
    void repairsWhatFollowersRememberWhileTheyGoOn() throws Exception {
        var company = Company.of(service);
        var ben = UUID.fromString(company.employee("Ben Beech").membershipId());
        var sql = service.bean(JdbcClient.class);
        Awaitility.await()
                .until(() -> sql.sql("update past_user set group_name = 'CUSTOMER_ADMIN' where membership_id = :ben")
                                .param("ben", ben)
                                .update()
                        == 1);
        var nobody = UUID.randomUUID();
        sql.sql("insert into access_end (subject_id, cause, because_of) values (:nobody, 'USER_REMOVED', 'nothing')")
                .param("nobody", nobody)
                .update();
        Awaitility.await()
                .until(() -> sql.sql("update mail_user set email = 'Wrong' where membership_id = :ben")
                                .param("ben", ben)
                                .update()
                        == 1);
        var going = new AtomicBoolean(true);
        var writing = CompletableFuture.runAsync(() -> {
            while (going.get()) {
                var more = Company.of(service);
                more.admin().delete(more.employee("Emil Employee").path()).expect(204);
            }
        });

        start("history").expect(202);
        start("policies").expect(202);
        var history = await("history", "FINISHED");
        var policies = await("policies", "FINISHED");
        start("mails").expect(202);
        var mails = await("mails", "FINISHED");
        going.set(false);
        writing.get(30, TimeUnit.SECONDS);

        assertThat(history.json().at("/report").valueStream()).singleElement().satisfies(it -> {
            assertThat(it.at("/key").asString()).isEqualTo(ben.toString());
            assertThat(it.at("/column").asString()).startsWith("past_user[").endsWith(".group_name");
            assertThat(it.at("/live").asString()).isEqualTo("CUSTOMER_ADMIN");
        });
        assertThat(policies.json().at("/report").valueStream())
                .singleElement()
                .satisfies(it -> assertThat(it.at("/key").asString()).isEqualTo(nobody.toString()));
        assertThat(mails.json().at("/report").valueStream()).singleElement().satisfies(it -> {
            assertThat(it.at("/column").asString()).isEqualTo("mail_user.email");
            assertThat(it.at("/live").asString()).isEqualTo("***");
        });
        for (var follower : List.of("history", "policies", "mails")) {
            start(follower).expect(202);
            assertThat(await(follower, "FINISHED").json().at("/differences").asInt())
                    .isZero();
        }
    }

    /** Whoever adds a policy adds it to what is rebuilt. */
    @Test
    void rebuildsWhatEveryPolicyRemembers() {
        assertThat(RebuildConfiguration.remembering(
                        service.bean(JdbcClient.class),
                        service.bean(Groups.class),
                        service.bean(PersonalDataVault.class),
                        service.bean(ReadableCopies.class),
                        service.bean(TransactionManager.class)))
                .extracting(policy -> (Object) policy.getClass())
                .containsExactlyInAnyOrderElementsOf(
                        service.context().getBeansOfType(TimeDrivenPolicy.class).values().stream()
                                .<Object>map(Object::getClass)
                                .toList());
    }

    @Test
    void sendsNoMail() {
        var company = Company.of(service);
        var email = TestService.address("Ida Invited");
        company.invite("Ida Invited", email, "CUSTOMER_EMPLOYEE").expect(201);
        service.mailedSecret("invitation", email);
        var sql = service.bean(JdbcClient.class);
        Awaitility.await().until(() -> service.bean(Ledger.class).progress().unsealed() == 0);
        var mailsBefore = mails(email);
        var rowsBefore = sql.sql("select count(*) from mail").query(Long.class).single();

        for (var table : List.of("customer", "customer_user", "invitation", "policies", "history", "mails")) {
            start(table).expect(202);
            await(table, "FINISHED");
        }

        assertThat(mails(email)).isEqualTo(mailsBefore).contains(email);
        assertThat(sql.sql("select count(*) from mail").query(Long.class).single())
                .isEqualTo(rowsBefore);
    }

    private String mails(String email) {
        return service.anonymous()
                .get("/dev/mailbox/messages?to=" + URLEncoder.encode(email, StandardCharsets.UTF_8))
                .expect(200)
                .body();
    }

    @Test
    void pausesResumesAndCancels() {
        Company.of(service);
        var operator = service.operator();
        var invitations = REBUILDS + "/invitation";
        var rebuilder = service.bean(Rebuilder.class);
        rebuilder.stop();
        try {
            start("invitation").expect(202);
            start("invitation").expectProblem(409, "rebuild-running");
            assertThat(operator.post(invitations + "/pause", null).expect(200).text("/state"))
                    .isEqualTo("PAUSED");
            start("invitation").expectProblem(409, "rebuild-running");
            assertThat(operator.post(invitations + "/resume", null).expect(200).text("/state"))
                    .isEqualTo("RUNNING");
            assertThat(operator.get(invitations).expect(200).text("/state")).isEqualTo("RUNNING");
            assertThat(operator.delete(invitations).expect(200).text("/state")).isEqualTo("CANCELLED");
            operator.post(invitations + "/pause", null).expectProblem(409, "rebuild-not-running");
            operator.post(invitations + "/resume", null).expectProblem(409, "rebuild-not-running");
            operator.delete(invitations).expectProblem(409, "rebuild-not-running");
            start("invitation").expect(202);
        } finally {
            rebuilder.start();
        }
        await("invitation", "FINISHED");
    }

    @Test
    void knowsItsTables() {
        var operator = service.operator();

        assertThat(operator.get(REBUILDS).expect(200).json().at("/items").valueStream())
                .extracting(it -> it.at("/table").asString())
                .containsExactly(
                        "added_group",
                        "billing_address",
                        "customer",
                        "customer_user",
                        "general_data",
                        "history",
                        "invitation",
                        "mails",
                        "message",
                        "message_reading",
                        "payment_method",
                        "policies",
                        "project",
                        "project_access",
                        "project_location");
        start("domain_event").expectProblem(422, "invalid-value").expectError("pointer", "#/table", "not-a-choice");
        operator.post(REBUILDS, "{}")
                .expectProblem(400, "malformed-request")
                .expectError("pointer", "#/table", "missing");
        operator.get(REBUILDS + "/domain_event").expectProblem(404, "not-found");
        operator.post(REBUILDS + "/domain_event/pause", null).expectProblem(404, "not-found");
    }

    private Reply start(String table) {
        return service.operator().post(REBUILDS, "{\"table\":\"%s\"}".formatted(table));
    }

    private Reply await(String table, String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> service.operator().get(REBUILDS + "/" + table).expect(200),
                        it -> it.text("/state").equals(state));
    }
}
