package io.customeraccounts.api.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A PostgreSQL server that keeps what it has acknowledged, and can be ended and started again at the same place. */
final class RestartablePostgres implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres server;

    RestartablePostgres(Path directory) throws IOException {
        data = directory.resolve("postgres");
        server = start(0);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100");
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    int port() {
        return server.getPort();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"), "postgres", "");
    }

    /**
     * Breaks off whatever is being done: one of its processes is killed, upon which the server lets all others go and begins
     * again from what is on disk, as after a loss of power.
     */
    void crash() throws SQLException, IOException, InterruptedException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var processes = statement.executeQuery(
                        "select pid from pg_stat_activity where backend_type = 'client backend' order by random()")) {
            processes.next();
            new ProcessBuilder("kill", "-KILL", processes.getString(1))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::answers);
    }

    private boolean answers() {
        try (var connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends in order, with every connection, and starts again after a while. */
    void restart(Duration away) throws IOException, InterruptedException {
        var port = server.getPort();
        server.close();
        Thread.sleep(away);
        server = start(port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
