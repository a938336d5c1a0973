package io.customeraccounts.projections.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database nobody else uses at each call, on the two kinds the product supports. Closing what it returns drops the
 * database; what nobody closes goes with the process.
 */
public enum Databases {
    /** In the memory of this process, with the options of the product's default URL. */
    H2 {
        @Override
        public HikariDataSource fresh() {
            var url = "jdbc:h2:mem:" + UUID.randomUUID()
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";
            return pool(url, "sa", () -> execute(url, "sa", "shutdown"));
        }

        @Override
        HikariDataSource copy() {
            var database = fresh();
            execute(database, H2Layout.STATEMENTS);
            return database;
        }
    },

    /** A real PostgreSQL server, of the version that the build names, one for this process, started at the first call; each call makes a database in it. */
    POSTGRES {
        @Override
        public HikariDataSource fresh() {
            return create("");
        }

        @Override
        HikariDataSource copy() {
            return create(" template " + PostgresLayout.NAME);
        }

        private HikariDataSource create(String options) {
            var server = Server.RUNNING;
            var name = "test_" + NUMBERS.incrementAndGet();
            var maintenance = server.getJdbcUrl("postgres", "postgres");
            execute(maintenance, "postgres", "create database " + name + options);
            return pool(
                    server.getJdbcUrl("postgres", name),
                    "postgres",
                    () -> execute(maintenance, "postgres", "drop database " + name + " with (force)"));
        }
    };

    private static final AtomicLong NUMBERS = new AtomicLong();

    /** How long, at the end of the process, PostgreSQL waits for those that still hold connections. */
    private static final Duration LET_GO = Duration.ofSeconds(5);

    /** Connections a test may hold at the same time; one more waits, and fails after ten seconds. */
    public static final int CONNECTIONS = 8;

    /** Same as {@code H2.fresh()}. */
    public static HikariDataSource h2() {
        return H2.fresh();
    }

    /** Same as {@code POSTGRES.fresh()}. */
    public static HikariDataSource postgres() {
        return POSTGRES.fresh();
    }

    /** A new empty database. */
    public abstract HikariDataSource fresh();

    /**
     * A new database as all migrations on the class path leave it, in a tenth of the time that they take: the copy of one
     * that they were applied to, with an identity of its own.
     */
    public HikariDataSource laidOut() {
        var database = copy();
        execute(database, List.of("update store_identity set store_id = gen_random_uuid()"));
        return database;
    }

    abstract HikariDataSource copy();

    /**
     * Whether a statement on the database waits for another transaction to end; on H2: whether one takes longer than any
     * could.
     */
    public boolean isSomebodyWaitingForALock(DataSource database) {
        var waiting = switch (this) {
            case H2 -> """
                        select count(*) from information_schema.sessions
                        where session_id <> session_id() and executing_statement is not null
                          and datediff(millisecond, executing_statement_start, current_timestamp) > 200
                        """;
            case POSTGRES -> """
                        select count(*) from pg_stat_activity
                        where wait_event_type = 'Lock' and datname = current_database()
                        """;
        };
        // On a connection of its own, whatever transaction is active.
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(waiting)) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HikariDataSource pool(String url, String user, Runnable drop) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        if (url.startsWith("jdbc:postgresql:")) {
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
        }
        return new HikariDataSource(config) {
            @Override
            public void close() {
                var open = !isClosed();
                super.close();
                if (open) {
                    drop.run();
                }
            }
        };
    }

    private static void execute(String url, String user, String sql) {
        try (var connection = DriverManager.getConnection(url, user, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("failed: " + sql, e);
        }
    }

    private static void execute(HikariDataSource database, List<String> statements) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What makes the tables, and the rows that they begin with. */
    private static final class H2Layout {
        static final List<String> STATEMENTS = script();

        private static List<String> script() {
            try (var database = H2.fresh()) {
                Flyway.configure().dataSource(database).load().migrate();
                return JdbcClient.create(database)
                        .sql("script")
                        .query(String.class)
                        .list();
            }
        }
    }

    /** A database that is only copied; the server refuses to copy one that somebody is connected to. */
    private static final class PostgresLayout {
        static final String NAME = laidOut();

        private static String laidOut() {
            var name = "laid_out";
            var server = Server.RUNNING;
            execute(server.getJdbcUrl("postgres", "postgres"), "postgres", "create database " + name);
            Flyway.configure()
                    .dataSource(server.getJdbcUrl("postgres", name), "postgres", "")
                    .load()
                    .migrate();
            return name;
        }
    }

    /** Holder, so that a test on H2 alone starts no server. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setRegisterShutdownHook(false)
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-postgres"));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL did not start", e);
            }
        }

        /** Applications under test stop in the same moment, in their own hooks; they get a while to let go first. */
        private static void stop(EmbeddedPostgres server) {
            try (server) {
                var deadline = System.nanoTime() + LET_GO.toNanos();
                while (inUse(server) && System.nanoTime() < deadline) {
                    Thread.sleep(20);
                }
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("PostgreSQL did not stop", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean inUse(EmbeddedPostgres server) throws SQLException {
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement();
                    var others = statement.executeQuery("select 1 from pg_stat_activity where datname like 'test%'")) {
                return others.next();
            }
        }
    }
}
