package io.customeraccounts.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.CustomerAccounts;
import io.customeraccounts.api.testing.DefaultDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The database file that is there by default: when its process is killed, and when it is not as it was written. */
@ExtendWith(OutputCaptureExtension.class)
class H2FileTest {

    private static final int KILLS = 5;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void hasEverythingThatWasCommittedHoweverOftenItsProcessIsKilled() throws Exception {
        assertThat(lostByKilling(productUrl())).as("lost, with -Dseed=%d", seed).isEmpty();
    }

    /** What H2 does by itself: it writes up to half a second later. */
    @Test
    void wouldLoseWhatWasCommittedWithTheUsualDelay() throws Exception {
        var usual = productUrl().replace(";WRITE_DELAY=0", "");

        assertThat(usual).isNotEqualTo(productUrl());
        assertThat(lostByKilling(usual)).as("lost, with -Dseed=%d", seed).isNotEmpty();
    }

    /** Numbers that a process printed as committed, and that are not there after it was killed in the middle of more. */
    private Set<Long> lostByKilling(String url) throws Exception {
        var committed = new HashSet<Long>();
        for (var kill = 0; kill < KILLS; kill++) {
            committed.addAll(writeUntilKilled(url, kill * 1_000_000L));
        }
        var lost = new TreeSet<>(committed);
        lost.removeAll(stored(url));
        assertThat(committed).hasSizeGreaterThan(KILLS * 10);
        return lost;
    }

    private Set<Long> writeUntilKilled(String url, long from) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        H2Writer.class.getName(),
                        url,
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var committed = new HashSet<Long>();
        try (var output = process.inputReader()) {
            var kill = 20 + random.nextInt(200);
            String line;
            while ((line = output.readLine()) != null) {
                committed.add(Long.parseLong(line));
                if (committed.size() == kill) {
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(2_000));
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return committed;
    }

    private static Set<Long> stored(String url) throws SQLException {
        var stored = new HashSet<Long>();
        try (var connection = DriverManager.getConnection(url, "sa", "");
                var statement = connection.createStatement();
                var tables = statement.executeQuery(
                        "select 1 from information_schema.tables where table_name = 'written'")) {
            if (!tables.next()) {
                return stored;
            }
            var rows = statement.executeQuery("select number from written");
            while (rows.next()) {
                stored.add(rows.getLong(1));
            }
        }
        return stored;
    }

    enum Damage {
        GARBAGE_AT_THE_BEGINNING,
        GARBAGE_EVERYWHERE,
        HALF
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatToDoAboutAFileThatIsDamaged(Damage damage, CapturedOutput output) throws Exception {
        fill();
        damage(damage);

        assertThatThrownBy(this::startService).isNotNull();

        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("The database file " + file() + " is damaged")
                .contains("put back the last backup")
                .doesNotContain("\\tat ");
    }

    @Test
    void saysThatAnotherProcessHasTheFile(CapturedOutput output) throws Exception {
        var writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        H2Writer.class.getName(),
                        productUrl(),
                        "0")
                .start();
        try (var lines = writer.inputReader()) {
            lines.readLine();

            assertThatThrownBy(this::startService).isNotNull();

            assertThat(output.getAll()).contains("The database file " + file() + " is in use by another process.");
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void saysThatItCannotWriteWhereTheFileIsToBe(CapturedOutput output) throws IOException {
        // A directory that cannot be made, whoever makes it: there is a file in its place.
        directory = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(this::startService).isNotNull();

        assertThat(output.getAll())
                .contains("The database file " + file() + " cannot be made or written")
                .contains("name another file in spring.datasource.url");
    }

    private void startService() {
        new SpringApplication(CustomerAccounts.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + productUrl(),
                        "--customer-accounts.data-directory=" + directory)
                .close();
    }

    private void fill() throws SQLException {
        try (var connection = DriverManager.getConnection(productUrl(), "sa", "");
                var statement = connection.createStatement()) {
            statement.execute(
                    "create table written as select \"X\" number, repeat('x', 500) text from system_range(1, 20000)");
        }
    }

    private void damage(Damage damage) throws IOException {
        try (var file = FileChannel.open(Path.of(file()), StandardOpenOption.WRITE)) {
            switch (damage) {
                case GARBAGE_AT_THE_BEGINNING -> garbage(file, 0, 8192);
                case GARBAGE_EVERYWHERE -> garbage(file, 0, file.size());
                case HALF -> file.truncate(file.size() / 2);
            }
        }
    }

    private void garbage(FileChannel file, long from, long length) throws IOException {
        var bytes = new byte[Math.toIntExact(length)];
        random.nextBytes(bytes);
        file.write(ByteBuffer.wrap(bytes), from);
    }

    private String file() {
        return directory.resolve("customer-accounts.mv.db").toString();
    }

    private String productUrl() {
        return DefaultDatabase.url(directory);
    }
}
