package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.tables.ReadTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Knows which transactions have written to a table, or tried to, and have not ended. Both databases note it for each table
 * until the end of the transaction, even if no row was changed.
 */
final class Writers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private static final String ON_POSTGRES = """
            select virtualtransaction from pg_locks
            where relation = to_regclass(:table) and mode = 'RowExclusiveLock' and pid <> pg_backend_pid()
              and database = (select oid from pg_database where datname = current_database())
            """;

    /** Sessions, not transactions: but one is seen between two of its transactions sooner or later. */
    private static final String ON_H2 = """
            select cast(session_id as varchar) from information_schema.locks
            where table_name = :table and session_id <> session_id()
            """;

    private final JdbcClient sql;
    private final String query;

    Writers(DataSource database) {
        this.sql = JdbcClient.create(database);
        try {
            var product = JdbcUtils.extractDatabaseMetaData(database, metadata -> metadata.getDatabaseProductName());
            this.query = product.equals("H2") ? ON_H2 : ON_POSTGRES;
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("the database does not say what it is", e);
        }
    }

    /**
     * Returns when those that have written before now have ended.
     *
     * @throws CannotAcquireLockException if it takes too long
     */
    void awaitEndOfOlder(ReadTable table) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var older = writing(table);
        while (!older.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new CannotAcquireLockException("transactions that write to " + table.name() + " do not end");
            }
            LockSupport.parkNanos(LOOK_NANOS);
            older.retainAll(writing(table));
        }
    }

    private Set<String> writing(ReadTable table) {
        return new HashSet<>(sql.sql(query)
                .param("table", table.name())
                .query((row, number) -> row.getString(1))
                .list());
    }
}
