package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.tables.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects the statements for a table, so that equal ones can be executed together, which is several times faster than one
 * after the other. Those about the same row keep their order; those about different rows do not, because it makes no
 * difference.
 */
final class Batches implements TableWriter {

    private final String table;
    private final Map<String, Statement> statements = new HashMap<>();
    private List<Change> changes = new ArrayList<>();

    /**
     * One statement with its parameters.
     *
     * @param row that it is about; absent if it may change several
     * @param rows that it may change; absent if it may change any
     */
    @SuppressWarnings("ArrayRecordComponent") // a statement on its way, never compared
    record Change(
            Statement statement,
            @Nullable Object row,
            @Nullable Rows rows,
            @Nullable Object[] parameters) {}

    /** Those that have this id in the column. */
    record Rows(String column, UUID value) {}

    /** @param rows the parameters of each */
    record Batch(Statement statement, List<@Nullable Object[]> rows) {}

    Batches(String table) {
        this.table = table;
    }

    @Override
    public TableWriter.Change sql(String text) {
        var statement = statements.computeIfAbsent(text, it -> Statement.of(table, it.replace("{table}", table)));
        return new TableWriter.Change() {
            private final @Nullable Object[] values = new @Nullable Object[statement.parameters()];
            private @Nullable Object row;
            private @Nullable Rows rows;

            @Override
            public TableWriter.Change param(String name, @Nullable Object value) {
                for (var place : statement.placesOf(name)) {
                    values[place] = value;
                }
                if (name.equals("key")) {
                    row = value;
                }
                return this;
            }

            @Override
            public TableWriter.Change of(String column, UUID value) {
                rows = new Rows(column, value);
                return param("value", value);
            }

            @Override
            public void update() {
                changes.add(new Change(statement, row, rows, values));
            }
        };
    }

    /** What has been collected, in its order; begins anew. */
    List<Change> take() {
        var taken = changes;
        changes = new ArrayList<>();
        return taken;
    }

    /** To be executed in this order. */
    static List<Batch> of(List<Change> changes) {
        var batches = new ArrayList<Batch>();
        // Where the last statement about each row is.
        var last = new HashMap<Object, Integer>();
        // Where the first one may be that comes after all so far.
        var next = 0;
        for (var change : changes) {
            var row = change.row();
            var index = row == null ? batches.size() : last.getOrDefault(row, next);
            while (index < batches.size() && !batches.get(index).statement().equals(change.statement())) {
                index++;
            }
            if (index == batches.size()) {
                batches.add(new Batch(change.statement(), new ArrayList<>()));
            }
            batches.get(index).rows().add(change.parameters());
            if (row == null) {
                // It may change any row: after what was before it, and before what comes after it.
                next = batches.size();
                last.clear();
            } else {
                last.put(row, index);
            }
        }
        return batches;
    }
}
