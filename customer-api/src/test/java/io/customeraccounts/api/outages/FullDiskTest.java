package io.customeraccounts.api.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.api.CustomerAccounts;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.DefaultDatabase;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The default database, H2 in a file, on a disk that gets full under a service that goes on running. */
@ExtendWith(OutputCaptureExtension.class)
class FullDiskTest {

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final String key = TestService.unique();
    private final String email = TestService.address("Ben Beech");

    @Test
    void saysSoWhileThereIsLittleRoomOrNoneAndGoesOnByItself() {
        try (var disk = new SmallDisk(directory)) {
            assumeTrue(disk.isMounted(80), "a small file system needs the right to mount one");
            try (var service = service(disk.directory())) {
                var acme = Company.of(service);

                disk.fill(16 << 20);
                invite(acme).expectUnavailable();
                acme.admin().get(acme.path() + "/users").expectUnavailable();
                service.anonymous().get("/actuator/health/liveness").expect(200);
                for (var part : List.of("db", "ledger", "node")) {
                    await().atMost(RECOVERY)
                            .untilAsserted(() ->
                                    assertThat(health(service)).contains("\"" + part + "\":{\"status\":\"DOWN\"}"));
                }

                // Nobody writes any more, so nobody notices.
                disk.fill(0);
                invite(acme).expectUnavailable();

                disk.makeRoom();
                await().atMost(RECOVERY)
                        .until(() -> service.anonymous().get("/actuator/health").status() == 200);
                var first = invite(acme).expect(201);
                var again = invite(acme).expect(201);
                assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
                assertThat(again.body()).isEqualTo(first.body());
                // Those who follow have gone on.
                await().atMost(RECOVERY)
                        .until(() -> service.anonymous()
                                        .get("/dev/mailbox/messages?to=" + email)
                                        .json()
                                        .size()
                                == 1);
            }
        }
    }

    @Test
    void saysWhatToDoWhenItCannotStartForIt(CapturedOutput output) {
        try (var disk = new SmallDisk(directory)) {
            assumeTrue(disk.isMounted(40), "a small file system needs the right to mount one");
            disk.fill(16 << 20);

            assertThatThrownBy(() -> new SpringApplication(CustomerAccounts.class)
                            .run(
                                    "--server.port=0",
                                    "--spring.datasource.url=" + DefaultDatabase.url(directory),
                                    "--customer-accounts.data-directory=" + directory))
                    .isNotNull();

            assertThat(output.getAll())
                    .contains("APPLICATION FAILED TO START")
                    .contains("The disk with the database file " + directory + "/customer-accounts.mv.db is full.")
                    .contains("Make room for at least 32 MiB");
        }
    }

    private static TestService service(Path directory) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(DefaultDatabase.url(directory));
        pool.setUsername("sa");
        pool.setPassword("");
        pool.setMaximumPoolSize(1);
        pool.setMinimumIdle(0);
        return TestService.on(pool);
    }

    private static String health(TestService service) {
        return service.anonymous().get("/actuator/health").expect(503).body();
    }

    private Reply invite(Company company) {
        return company.admin().post(company.path() + "/invitations", """
                {"fullName":"Ben Beech","email":"%s"}""".formatted(email), "Idempotency-Key", key);
    }
}
