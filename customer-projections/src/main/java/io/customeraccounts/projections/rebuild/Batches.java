package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.tables.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the statements for a table, so that equal ones can be executed together, which is several times faster than one
 * after the other. Those about the same row keep their order; those about different rows do not, because it makes no
 * difference.
 */
final class Batches implements TableWriter {

    private final String table;
    private final Map<String, Statement> statements = new HashMap<>();
    private List<Batch> batches = new ArrayList<>();

    /** Where the last statement about each row is. */
    private final Map<Object, Integer> last = new HashMap<>();

    /** Where the first one may be that comes after all so far. */
    private int next;

    /** @param rows the parameters of each */
    record Batch(Statement statement, List<@Nullable Object[]> rows) {}

    Batches(String table) {
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
        var index = row == null ? batches.size() : last.getOrDefault(row, next);
        while (index < batches.size() && !batches.get(index).statement().equals(statement)) {
            index++;
        }
        if (index == batches.size()) {
            batches.add(new Batch(statement, new ArrayList<>()));
        }
        batches.get(index).rows().add(values);
        if (row == null) {
            // It may change any row: after what was before it, and before what comes after it.
            next = batches.size();
            last.clear();
        } else {
            last.put(row, index);
        }
    }

    /** What has been collected, to be executed in this order; begins anew. */
    List<Batch> take() {
        var taken = batches;
        batches = new ArrayList<>();
        last.clear();
        next = 0;
        return taken;
    }
}
