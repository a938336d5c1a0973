package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.tables.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Collects the statements for a table and executes equal ones together, which is several times faster than one after the
 * other. Those about the same row keep their order; those about different rows do not, because it makes no difference.
 */
final class Batches implements TableWriter {

    private final NamedParameterJdbcTemplate jdbc;
    private final String table;

    private final Map<String, String> statements = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();

    /** Where the last statement about each row is. */
    private final Map<Object, Integer> last = new HashMap<>();

    private record Batch(String statement, List<Map<String, @Nullable Object>> rows) {}

    Batches(NamedParameterJdbcTemplate jdbc, String table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    @Override
    public Change sql(String text) {
        var statement = statements.computeIfAbsent(text, it -> it.replace("{table}", table));
        return new Change() {
            private final Map<String, @Nullable Object> params = new HashMap<>();

            @Override
            public Change param(String name, @Nullable Object value) {
                params.put(name, value);
                return this;
            }

            @Override
            public void update() {
                add(statement, params);
            }
        };
    }

    private void add(String statement, Map<String, @Nullable Object> params) {
        var row = params.get("key");
        if (row == null) {
            // It may change any row: after what was before it, and before what comes after it.
            flush();
            jdbc.update(statement, params);
            return;
        }
        var index = last.getOrDefault(row, 0);
        while (index < batches.size() && !batches.get(index).statement().equals(statement)) {
            index++;
        }
        if (index == batches.size()) {
            batches.add(new Batch(statement, new ArrayList<>()));
        }
        batches.get(index).rows().add(params);
        last.put(row, index);
    }

    /** Executes what has been collected. */
    void flush() {
        for (var batch : batches) {
            jdbc.batchUpdate(batch.statement(), rows(batch));
        }
        forget();
    }

    /** Drops what has been collected. */
    void forget() {
        batches.clear();
        last.clear();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays cannot be made
    private static Map<String, ?>[] rows(Batch batch) {
        return batch.rows().toArray(new Map[0]);
    }
}
