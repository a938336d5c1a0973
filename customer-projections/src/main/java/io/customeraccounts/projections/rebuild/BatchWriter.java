package io.customeraccounts.projections.rebuild;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.customeraccounts.projections.rebuild.Batches.Change;
import io.customeraccounts.projections.rebuild.Batches.Rows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<Statement.NewRow, List<String>> columnTypes = new HashMap<>();

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
        var columns = String.join(", ", newRow.columns());
        var types = columnTypes.computeIfAbsent(newRow, it -> types(it.table(), columns));
        var content = BinaryRows.of(newRow, types, rows);
        jdbc.execute((ConnectionCallback<Long>) connection -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy %s (%s) from stdin (format binary)".formatted(newRow.table(), columns), content);
            } catch (IOException e) {
                throw new SQLException(e);
            }
        });
    }

    private List<String> types(String table, String columns) {
        return Objects.requireNonNull(jdbc.query("select %s from %s where 1 = 0".formatted(columns, table), rows -> {
            var types = new ArrayList<String>();
            for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                types.add(rows.getMetaData().getColumnTypeName(i));
            }
            return types;
        }));
    }
}
