package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;

class ConnectionsTest {

    @AutoClose
    private final HikariDataSource pool = Databases.H2.fresh();

    private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

    private final Connections connections = new Connections(pool, new DiskReserve(free::get));

    @AutoClose
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    @Test
    void sendsAwayAtOnceWhoComesWhenManyWaitInVain() throws Exception {
        var all = new ArrayList<AutoCloseable>();
        for (var i = 0; i < Databases.CONNECTIONS; i++) {
            all.add(connections.getConnection());
        }
        var waiting = new ArrayList<Future<?>>();
        for (var i = 0; i < 20; i++) {
            waiting.add(requests.submit(this::useOne));
        }
        Waiting.until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 20);

        Waiting.until(this::isSentAwayAtOnce);
        for (var connection : all) {
            connection.close();
        }

        for (var one : waiting) {
            one.get();
        }
        useOne();
    }

    @Test
    void letsAFewWait() throws Exception {
        var all = new ArrayList<AutoCloseable>();
        for (var i = 0; i < Databases.CONNECTIONS; i++) {
            all.add(connections.getConnection());
        }
        var waiting = requests.submit(this::useOne);
        Waiting.until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);

        var begun = System.nanoTime();
        Waiting.until(() -> System.nanoTime() - begun > Duration.ofMillis(1_100).toNanos());
        assertThat(isSentAwayAtOnce()).isFalse();

        for (var connection : all) {
            connection.close();
        }
        waiting.get();
    }

    private boolean isSentAwayAtOnce() {
        var before = System.nanoTime();
        var request = requests.submit(this::useOne);
        while (!request.isDone()
                && System.nanoTime() - before < Duration.ofMillis(200).toNanos()) {
            Thread.onSpinWait();
        }
        return request.state() == Future.State.FAILED;
    }

    @Test
    void letPostgresStartNoOtherProcessesForAStatement() throws SQLException {
        try (var database = Databases.POSTGRES.fresh();
                var service = new HikariDataSource()) {
            service.setJdbcUrl(database.getJdbcUrl());
            service.setUsername(database.getUsername());
            service.setPassword(database.getPassword());
            service.setMaximumPoolSize(1);
            DatabaseConfiguration.connections(new StandardEnvironment())
                    .postProcessBeforeInitialization(service, "dataSource");

            try (var connection = service.getConnection();
                    var statement = connection.createStatement();
                    var setting = statement.executeQuery("show max_parallel_workers_per_gather")) {
                setting.next();
                assertThat(setting.getInt(1)).isZero();
            }
        }
    }

    @Test
    void areNotGivenToAnybodyWhileTheDiskIsAlmostFull() throws SQLException {
        free.set((32L << 20) - 1);
        assertThatThrownBy(this::useOne)
                .isInstanceOfSatisfying(
                        SQLTransientConnectionException.class,
                        full -> assertThat(full.getSQLState()).isEqualTo("53100"));

        free.set(32L << 20);
        useOne();
    }

    private Void useOne() throws SQLException {
        connections.getConnection().close();
        return null;
    }
}
