package io.customeraccounts.api.messaging;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The pool, in front of which only a few wait for a database that answers nobody: the others are told so at once, so that
 * requests which need no database still find a thread.
 */
final class Connections extends DelegatingDataSource {

    /** So many may wait whatever happens; more only as long as connections are handed out. */
    private static final int MAY_WAIT = 20;

    /** For a connection that nobody got; a busy database hands out many in this time. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final HikariDataSource pool;
    private final DiskReserve reserve;
    private volatile long lastGiven = System.nanoTime();

    Connections(HikariDataSource pool, DiskReserve reserve) {
        super(pool);
        this.pool = pool;
        this.reserve = reserve;
    }

    /**
     * @throws SQLTransientConnectionException if there is none within the pool's connection time-out, or no prospect, or no
     *     room to write anything
     */
    @Override
    public Connection getConnection() throws SQLException {
        if (reserve.isTouched()) {
            throw new SQLTransientConnectionException("the disk is full", "53100");
        }
        if (isHopeless()) {
            throw new SQLTransientConnectionException("others wait already, and nobody gets a connection", "08001");
        }
        var connection = pool.getConnection();
        lastGiven = System.nanoTime();
        return connection;
    }

    private boolean isHopeless() {
        var state = pool.getHikariPoolMXBean();
        return state != null
                && state.getThreadsAwaitingConnection() >= MAY_WAIT
                && System.nanoTime() - lastGiven > SILENCE.toNanos();
    }
}
