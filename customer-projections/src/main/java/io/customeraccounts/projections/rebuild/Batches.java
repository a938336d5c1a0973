package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.tables.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Collects the statements for a table and executes equal ones together, which is several times faster than one after the
 * other. Those about the same row keep their order; those about different rows do not, because it makes no difference.
 */
final class Batches implements TableWriter {

    private static final Pattern PARAMETER = Pattern.compile(":([a-zA-Z]+)");

    private final JdbcTemplate jdbc;
    private final String table;

    private final Map<String, Statement> statements = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();

    /** Where the last statement about each row is. */
    private final Map<Object, Integer> last = new HashMap<>();

    /** @param names of its parameters, in their order */
    private record Statement(String sql, List<String> names) {

        static Statement of(String text) {
            var names = PARAMETER
                    .matcher(text)
                    .results()
                    .map(parameter -> parameter.group(1))
                    .toList();
            return new Statement(PARAMETER.matcher(text).replaceAll("?"), names);
        }
    }

    private record Batch(Statement statement, List<@Nullable Object[]> rows) {}

    Batches(JdbcTemplate jdbc, String table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    @Override
    public Change sql(String text) {
        var statement = statements.computeIfAbsent(text, it -> Statement.of(it.replace("{table}", table)));
        return new Change() {
            private final @Nullable Object[] values =
                    new @Nullable Object[statement.names().size()];
            private @Nullable Object row;

            @Override
            public Change param(String name, @Nullable Object value) {
                for (var i = 0; i < values.length; i++) {
                    if (statement.names().get(i).equals(name)) {
                        values[i] = value;
                    }
                }
                if (name.equals("key")) {
                    row = value;
                }
                return this;
            }

            @Override
            public void update() {
                add(statement, row, values);
            }
        };
    }

    private void add(Statement statement, @Nullable Object row, @Nullable Object[] values) {
        if (row == null) {
            // It may change any row: after what was before it, and before what comes after it.
            flush();
            jdbc.update(statement.sql(), values);
            return;
        }
        var index = last.getOrDefault(row, 0);
        while (index < batches.size() && !batches.get(index).statement().equals(statement)) {
            index++;
        }
        if (index == batches.size()) {
            batches.add(new Batch(statement, new ArrayList<>()));
        }
        batches.get(index).rows().add(values);
        last.put(row, index);
    }

    /** Executes what has been collected. */
    void flush() {
        for (var batch : batches) {
            jdbc.batchUpdate(batch.statement().sql(), batch.rows());
        }
        forget();
    }

    /** Drops what has been collected. */
    void forget() {
        batches.clear();
        last.clear();
    }
}
