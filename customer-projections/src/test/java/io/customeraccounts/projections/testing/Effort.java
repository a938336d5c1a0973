package io.customeraccounts.projections.testing;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/** What it takes the databases to answer: rows read, as PostgreSQL counts them, and the plan of H2. */
public final class Effort implements AutoCloseable {

    private final ReadSide postgres = new ReadSide(Databases.POSTGRES, new InMemoryVault());
    private final ReadSide h2 = new ReadSide(Databases.H2, new InMemoryVault());
    private final String table;

    /**
     * @param table the rows of which are counted, and whose last query's plan is told
     * @param filled what has happened on both databases before
     */
    public Effort(String table, Consumer<ReadSide> filled) {
        this.table = table;
        filled.accept(postgres);
        filled.accept(h2);
        postgres.sql.sql("analyze").update();
        h2.sql.sql("analyze").update();
    }

    /** Asks both databases; answers how many rows of the table PostgreSQL has read. */
    public long rowsRead(Consumer<ReadSide> question) {
        // Off and on: H2 forgets what it has noted before.
        h2.sql.sql("set query_statistics false").update();
        h2.sql.sql("set query_statistics true").update();
        question.accept(h2);
        return postgres.transactions.execute(transaction -> {
            var before = readByPostgres();
            question.accept(postgres);
            return readByPostgres() - before;
        });
    }

    private long readByPostgres() {
        return postgres.sql
                .sql("select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = :table")
                .param("table", table)
                .query(Long.class)
                .single();
    }

    /** How H2 goes about the last question. */
    public String plan() {
        var statement =
                h2.sql.sql("""
                        select sql_statement from information_schema.query_statistics
                        where position(:table in sql_statement) > 0 and position('query_statistics' in sql_statement) = 0
                        """).param("table", table).query(String.class).list().getLast();
        return new JdbcTemplate(h2.database).execute("explain " + statement, (PreparedStatement prepared) -> {
            setAllToNull(prepared);
            try (var rows = prepared.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
    }

    private static void setAllToNull(PreparedStatement prepared) throws SQLException {
        for (var i = 1; i <= prepared.getParameterMetaData().getParameterCount(); i++) {
            prepared.setObject(i, null);
        }
    }

    @Override
    public void close() {
        postgres.close();
        h2.close();
    }
}
