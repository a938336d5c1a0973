package io.customeraccounts.api.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A PostgreSQL server that keeps what it has acknowledged, as in production; the tests' own do not wait for the disk. */
final class DurablePostgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    DurablePostgres() throws IOException {
        this(Map.of());
    }

    DurablePostgres(Map<String, String> further) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB");
        further.forEach(builder::setServerConfig);
        server = builder.start();
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** Processor time that those of the server's processes have used that have not ended. */
    Duration cpu() {
        return server().descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The parent of every process that serves a connection. */
    private ProcessHandle server() {
        try (var connection = connect();
                var statement = connection.createStatement();
                var self = statement.executeQuery("select pg_backend_pid()")) {
            self.next();
            return ProcessHandle.of(self.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the database with this name, which is made if there is none. */
    HikariDataSource database(String name) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var existing = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
            if (!existing.next()) {
                try (var creation = connection.createStatement()) {
                    creation.execute("create database " + name);
                }
            }
        }
        var pool = new HikariDataSource();
        pool.setJdbcUrl(server.getJdbcUrl("postgres", name));
        pool.setUsername("postgres");
        pool.setPassword("");
        pool.setMaximumPoolSize(2);
        pool.setMinimumIdle(0);
        return pool;
    }

    /** How a service is told to use it. */
    List<String> settings() {
        return List.of(
                "--spring.datasource.url=" + url(),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
