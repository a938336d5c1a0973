package io.customeraccounts.api.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandClock;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.projections.testing.Race;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real server that is stopped, suspended, full, or ends a session, under a service that goes on running. */
class PostgresOutageTest {

    /** The longest that a request may take: a silent server is given up 5 seconds after its longest statement. */
    private static final Duration BOUND = Duration.ofSeconds(1 + 5 + 4);

    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static TestService service;

    private Company acme;
    private final String email = TestService.address("Ben Beech");
    private final String key = TestService.unique();

    @BeforeAll
    static void start() {
        server = new PostgresServer(directory.resolve("data"));
        service = TestService.on(
                server.database(),
                "--customer-accounts.database.statement-timeout=1s",
                "--spring.datasource.hikari.connection-timeout=1000",
                "--spring.datasource.hikari.validation-timeout=500",
                "--customer-accounts.policies.interval=500ms");
    }

    @AfterAll
    static void stop() {
        service.close();
        server.close();
    }

    @BeforeEach
    void open() {
        acme = Company.of(service);
    }

    @AfterEach
    void isWellAgain() {
        assertThat(service.anonymous().get("/actuator/health").expect(200).text("/components/db/status"))
                .isEqualTo("UP");
        assertThat(service.anonymous().get("/actuator/health").text("/components/ledger/status"))
                .isEqualTo("UP");
    }

    @Test
    void saysSoWhileTheServerIsAwayAndGoesOnByItself() throws Exception {
        server.stop();
        try {
            assertThat(Race.between(requests())).allSatisfy(Reply::expectUnavailable);
            healthNames("db", "ledger", "node");
            alive();
        } finally {
            server.start();
        }
        recovers();
        invitedOnce();
        expires();
    }

    @Test
    void answersInTimeThoughTheServerHangsAndKeepsThreadsForWhatNeedsNoDatabase() throws Exception {
        var requests = new ArrayList<CompletableFuture<Duration>>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            server.suspend();
            try {
                // More than there are threads to answer them.
                for (var i = 0; i < 300; i++) {
                    requests.add(CompletableFuture.supplyAsync(this::timeOfARefusal, clients));
                }
                for (var i = 0; i < 5; i++) {
                    alive();
                }
                assertThat(requests)
                        .allSatisfy(time ->
                                assertThat(time.get(60, TimeUnit.SECONDS)).isLessThan(BOUND));
                healthNames("db");
                invite().expectUnavailable();
            } finally {
                server.resume();
            }
        }
        recovers();
        invitedOnce();
        expires();
        assertThat(server.count("select count(*) from pg_stat_activity where application_name like '%JDBC%'"))
                .as("connections, with this one")
                .isLessThanOrEqualTo(pool().getMaximumPoolSize() + 2);
    }

    private Duration timeOfARefusal() {
        var begun = System.nanoTime();
        acme.admin().get(acme.path() + "/users").expectUnavailable();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void leavesNothingOfACommandWhoseSessionIsEnded() throws Exception {
        try (var locking = server.connect();
                var statement = locking.createStatement();
                var client = Executors.newSingleThreadExecutor()) {
            locking.setAutoCommit(false);
            statement.execute("lock table domain_event in exclusive mode");
            var inviting = client.submit(this::invite);
            // Each look on a new connection: a transaction sees the sessions that it has seen first.
            await().until(() -> server.count("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                            where wait_event_type = 'Lock' and query like '%domain_event%'
                            """) > 0);

            inviting.get().expectUnavailable();
        }
        recovers();
        invitedOnce();
    }

    @Test
    void goesOnWithNewSessionsAfterAllHaveBeenEnded() {
        endAllSessions();

        recovers();
        invitedOnce();
    }

    private static void endAllSessions() {
        server.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and backend_type = 'client backend'");
    }

    /** As a standby does not, which the service has got to when the primary was lost; it still answers who reads. */
    @Test
    void leavesAServerThatTakesNoWritesAsSoonAsThereIsOneThatDoes() {
        server.execute("alter role postgres set default_transaction_read_only = on");
        try {
            endAllSessions();
            await().atMost(BOUND)
                    .until(() -> acme.admin().get(acme.path() + "/users").status() == 200);
            invite().expectUnavailable();
            acme.admin().get(acme.path() + "/users").expect(200);
            healthNames("node");
        } finally {
            // Only new sessions are told.
            server.execute("set transaction read write; alter role postgres reset default_transaction_read_only");
        }
        recovers();
        invitedOnce();
        expires();
    }

    @Test
    void saysSoWhileTheDiskIsFull() {
        // What the server reports when the disk is full; one that really is can be had by root alone, see below.
        server.execute("""
                create function full_disk() returns trigger language plpgsql as
                $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$
                """);
        server.execute(
                "create trigger full_disk before insert on domain_event for each row execute function full_disk()");
        server.execute(
                "create trigger full_disk before insert or update on node for each row execute function full_disk()");
        try {
            invite().expectUnavailable();
            acme.admin().get(acme.path() + "/users").expect(200);
            healthNames("node");
        } finally {
            server.execute("drop function full_disk cascade");
        }
        recovers();
        invitedOnce();
    }

    @Test
    void saysSoWhileTheDiskOfTheEventsReallyIsFull(@TempDir Path mount) {
        try (var disk = new SmallDisk(mount)) {
            assumeTrue(disk.isMounted(8), "a small file system needs the right to mount one");
            var other = Company.of(service);
            server.execute("create tablespace small location '" + mount + "'");
            try {
                server.execute("alter table domain_event set tablespace small");
                disk.fill(0);

                // There may be room left in the last page.
                var refused = Stream.generate(() -> inviteTo(other))
                        .limit(40)
                        .filter(reply -> reply.status() != 201)
                        .findFirst();
                refused.orElseThrow().expectUnavailable();
                invite().expectUnavailable();
                acme.admin().get(acme.path() + "/users").expect(200);
                alive();

                disk.makeRoom();
                invitedOnce();
            } finally {
                server.execute("alter table domain_event set tablespace pg_default");
                server.execute("drop tablespace small");
            }
        }
    }

    private static Reply inviteTo(Company company) {
        return company.invite("Nina New", TestService.address("Nina New"), "CUSTOMER_EMPLOYEE");
    }

    @Test
    void givesUpAStatementThatTakesTooLong() throws Exception {
        try (var locking = server.connect();
                var statement = locking.createStatement()) {
            // Waiting for a lock has a shorter limit of its own, so the time is wasted by a statement that is planted.
            statement.execute("""
                    create function slow() returns trigger language plpgsql as
                    $$ begin perform pg_sleep(30); return new; end $$
                    """);
            statement.execute("create trigger slow before insert on domain_event for each row execute function slow()");
            try {
                invite().expectUnavailable();
            } finally {
                statement.execute("drop function slow cascade");
            }
        }
        invitedOnce();
    }

    private List<Callable<Reply>> requests() {
        return List.of(
                () -> service.anonymous().get("/invitation/none"),
                () -> service.anonymous().post("/api/v1/invitations/preview", "{\"secret\":\"none\"}"),
                () -> service.anonymous().post("/api/v1/registrations", """
                        {"fullName":"Nina New","email":"%s","password":"four words are fine","companyName":"New"}
                        """.formatted(TestService.address("Nina New"))),
                () -> service.anonymous()
                        .post(
                                "/oauth2/token",
                                "grant_type=client_credentials&client_id=nobody&client_secret=guess",
                                "Content-Type",
                                "application/x-www-form-urlencoded"),
                () -> acme.admin().get("/api/v1/me"),
                () -> acme.admin().get("/api/v1/events?customer=" + acme.id()),
                () -> acme.admin().get(acme.path() + "/users"),
                this::invite);
    }

    private Reply invite() {
        return acme.admin().post(acme.path() + "/invitations", """
                {"fullName":"Ben Beech","email":"%s"}""".formatted(email), "Idempotency-Key", key);
    }

    private static void alive() {
        var begun = System.nanoTime();
        service.anonymous().get("/actuator/health/liveness").expect(200);
        // At first all threads may wait for a connection, until those that came first are sent away.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }

    private static void healthNames(String... parts) {
        await().atMost(BOUND).untilAsserted(() -> {
            var health = service.anonymous().get("/actuator/health").expect(503);
            assertThat(health.text("/status")).isEqualTo("DOWN");
            assertThat(Stream.of(parts))
                    .allSatisfy(part -> assertThat(health.text("/components/" + part + "/status"))
                            .isEqualTo("DOWN"));
        });
    }

    private void recovers() {
        await().atMost(RECOVERY)
                .until(() -> acme.admin().get(acme.path() + "/users").status() == 200);
        await().atMost(RECOVERY)
                .until(() -> service.anonymous().get("/actuator/health").status() == 200);
    }

    /** However often it was tried before; and the mail goes out, so that those who follow have gone on. */
    private void invitedOnce() {
        var first = invite().expect(201);
        var again = invite().expect(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(server.count("select count(*) from domain_event where name = 'customer.user-invited'"
                        + " and aggregate_identifier = '" + acme.id() + "'"))
                .isEqualTo(1);
        await().atMost(RECOVERY)
                .until(() -> service.anonymous()
                                .get("/dev/mailbox/messages?to=" + email)
                                .json()
                                .size()
                        == 1);
    }

    /** An invitation of long ago, by the policy that follows the events and looks at the clock. */
    private void expires() {
        var transaction = new TransactionTemplate(service.bean(PlatformTransactionManager.class));
        var secret = service.bean(SecretHandover.class);
        CommandClock.at(
                Instant.now().minus(Duration.ofDays(20)),
                () -> transaction.executeWithoutResult(active -> service.bean(CommandGateway.class)
                        .sendAndWait(new InviteUser(
                                CustomerId.parse(acme.id()),
                                new Actor.Person(acme.admin().personId()),
                                Ids.newInvitation(),
                                new FullName("Ida Invited"),
                                EmailAddress.parse(TestService.address("Ida Invited")),
                                null,
                                null,
                                secret.keep(Ids.newSecret()),
                                Language.EN))));
        await().atMost(RECOVERY)
                .until(() -> server.count("select count(*) from domain_event where name = 'customer.invitation-expired'"
                                + " and aggregate_identifier = '" + acme.id() + "'")
                        == 1);
    }

    private static HikariDataSource pool() {
        try {
            return service.bean(DataSource.class).unwrap(HikariDataSource.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
