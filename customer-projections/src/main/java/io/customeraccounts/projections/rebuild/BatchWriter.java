package io.customeraccounts.projections.rebuild;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.customeraccounts.projections.rebuild.Batches.Change;
import io.customeraccounts.projections.rebuild.Batches.Rows;
import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Executes what has been collected, on PostgreSQL in the fastest ways it has: new rows by COPY, changes of many rows by one
 * statement.
 */
final class BatchWriter {

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
    void write(List<Change> changes) {
        if (postgres) {
            // Changes find their rows by an index. What the database believes of a copy that was empty when it last
            // looked, for
            // which it would rather read all of it each time, must not be kept as the plan for the million that follow.
            jdbc.execute("set local enable_seqscan = off");
        }
        for (var batch : Batches.of(withoutIdle(changes))) {
            var newRow = batch.statement().newRow();
            var changed = postgres ? ChangedTogether.of(batch) : null;
            if (postgres && newRow != null) {
                copy(newRow, batch.rows());
            } else if (changed != null) {
                jdbc.update(changed.sql(), changed);
            } else {
                jdbc.batchUpdate(batch.statement().sql(), batch.rows());
            }
        }
    }

    /**
     * Without those that change nothing, because no row has the id that they ask for. Mostly none has, and each would keep
     * those before it apart from those after it.
     */
    private List<Change> withoutIdle(List<Change> changes) {
        var asked = changes.stream()
                .map(Change::rows)
                .filter(Objects::nonNull)
                .collect(groupingBy(Rows::column, mapping(Rows::value, toSet())));
        if (asked.isEmpty()) {
            return changes;
        }
        var table = changes.getFirst().statement().table();
        var there = new HashSet<Rows>();
        asked.forEach((column, values) -> there.addAll(there(table, column, values)));
        for (var change : changes) {
            var newRow = change.statement().newRow();
            if (newRow != null) {
                for (var column : asked.keySet()) {
                    if (newRow.value(column, change.parameters()) instanceof UUID value) {
                        there.add(new Rows(column, value));
                    }
                }
            }
        }
        return changes.stream()
                .filter(change -> change.rows() == null || there.contains(change.rows()))
                .toList();
    }

    /** Those of the ids that some row has in the column. */
    private Set<Rows> there(String table, String column, Set<UUID> values) {
        var there = new HashSet<Rows>();
        jdbc.query(
                "select distinct %2$s from %1$s where %2$s = any(?)".formatted(table, column),
                row -> {
                    there.add(new Rows(column, row.getObject(1, UUID.class)));
                },
                (Object) values.toArray(UUID[]::new));
        return there;
    }

    /** Leaves room for what the rows become: those that are changed where they are need no further entry in any index. */
    void leaveRoom(String table) {
        if (postgres) {
            jdbc.execute("alter table " + table + " set (fillfactor = 60)");
        }
    }

    /** Has the database look at how much is in the table, if it plans by that. */
    void analyze(String table) {
        if (postgres) {
            jdbc.execute("analyze " + table);
        }
    }

    /** Has the database forget the rows that were deleted, which it would look at for each new one with the same id. */
    void vacuum(String table) {
        if (postgres) {
            jdbc.execute("vacuum " + table);
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
                                "copy %s (%s) from stdin"
                                        .formatted(newRow.table(), String.join(", ", newRow.columns())),
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
            case OffsetDateTime time -> text.append(text(time));
            case UUID id -> text.append(id);
            case Number number -> text.append(number);
            case Boolean yes -> text.append(yes);
            default -> throw new IllegalArgumentException("no value for a column: " + value.getClass());
        }
    }

    /** Five digits of a year have a sign before them, which PostgreSQL does not read. */
    static String text(OffsetDateTime time) {
        var text = time.toString();
        return text.startsWith("+") ? text.substring(1) : text;
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
