package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.rebuild.Batches.Batch;
import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** Executes what has been collected: new rows by COPY where the database has it, which is the fastest way into a table. */
final class BatchWriter {

    private static final int LAST_USUAL_YEAR = 9999;

    private final JdbcTemplate jdbc;
    private final boolean postgres;

    BatchWriter(DataSource database) {
        jdbc = new JdbcTemplate(database);
        try {
            postgres = JdbcUtils.extractDatabaseMetaData(
                    database, metadata -> metadata.getDatabaseProductName().equals("PostgreSQL"));
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("the database does not say what it is", e);
        }
    }

    /** In the transaction that is active. */
    void write(List<Batch> batches) {
        if (postgres) {
            // Changes find their rows by an index. What the database believes of a copy that was empty when it last
            // looked, for
            // which it would rather read all of it each time, must not be kept as the plan for the million that follow.
            jdbc.execute("set local enable_seqscan = off");
        }
        for (var batch : batches) {
            var newRow = batch.statement().newRow();
            if (postgres && newRow != null) {
                copy(newRow, batch.rows());
            } else {
                jdbc.batchUpdate(batch.statement().sql(), batch.rows());
            }
        }
    }

    /** Has the database look at how much is in the table, if it plans by that. */
    void analyze(String table) {
        if (postgres) {
            jdbc.execute("analyze " + table);
        }
    }

    private void copy(Statement.NewRow newRow, List<@Nullable Object[]> rows) {
        var text = new StringBuilder();
        rows.forEach(row -> append(text, newRow, row));
        jdbc.execute((ConnectionCallback<Long>) connection -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy %s (%s) from stdin".formatted(newRow.table(), newRow.columns()),
                                new StringReader(text.toString()));
            } catch (IOException e) {
                throw new SQLException(e);
            }
        });
    }

    /** A line of PostgreSQL's text format. */
    private static void append(StringBuilder text, Statement.NewRow newRow, @Nullable Object[] parameters) {
        var parameter = 0;
        var separator = "";
        for (var value : newRow.values()) {
            text.append(separator);
            append(text, value == null ? parameters[parameter++] : value);
            separator = "\t";
        }
        text.append('\n');
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("\\N");
            case String string -> appendEscaped(text, string);
            case byte[] bytes -> text.append("\\\\x").append(HexFormat.of().formatHex(bytes));
            // Five digits have a sign before them, which PostgreSQL does not read.
            case OffsetDateTime time
            when time.getYear() > LAST_USUAL_YEAR ->
                text.append(time.toString(), 1, time.toString().length());
            case OffsetDateTime time -> text.append(time);
            case UUID id -> text.append(id);
            case Number number -> text.append(number);
            case Boolean yes -> text.append(yes);
            default -> throw new IllegalArgumentException("no value for a column: " + value.getClass());
        }
    }

    private static void appendEscaped(StringBuilder text, String string) {
        for (var i = 0; i < string.length(); i++) {
            var c = string.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
    }
}
