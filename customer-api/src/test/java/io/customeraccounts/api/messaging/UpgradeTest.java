package io.customeraccounts.api.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;

class UpgradeTest {

    /** What the first version had; never changed, because databases remember it. */
    private static final List<String> FIRST = List.of(
            "V101__event_store",
            "V102__ledger",
            "V103__personal_key",
            "V104__followers",
            "V105__feed",
            "V201__read_tables",
            "V202__registrations",
            "V203__persons",
            "V204__policy_memory",
            "V301__accounts",
            "V302__authorization_server",
            "V401__mail",
            "V402__mail_memory",
            "V501__idempotency");

    @TempDir
    private Path first;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void bringsADatabaseOfTheFirstVersionUpToDate(Databases kind) throws IOException {
        for (var migration : FIRST) {
            var script = new ClassPathResource("db/migration/" + migration + ".sql");
            Files.writeString(first.resolve(migration + ".sql"), script.getContentAsString(UTF_8));
        }
        var database = kind.fresh();
        Flyway.configure()
                .dataSource(database)
                .locations("filesystem:" + first)
                .load()
                .migrate();

        try (var service = TestService.on(database)) {
            var migrations = Flyway.configure().dataSource(database).load().info();
            assertThat(migrations.pending()).isEmpty();
            assertThat(migrations.applied()).hasSizeGreaterThan(FIRST.size());
            Company.of(service).employee("Ben Beech");
        }
    }
}
