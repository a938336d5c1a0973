package io.customeraccounts.api.faults;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows by their ids, in tables by their names: as they are found, or as far as the feed says what must be in them. */
final class Tables {

    /** Columns by their names. */
    static final class Row extends TreeMap<String, @Nullable String> {

        Row with(String column, @Nullable String value) {
            put(column, value);
            return this;
        }
    }

    private final Map<String, Map<String, Row>> tables = new TreeMap<>();

    Map<String, Row> table(String name) {
        return tables.computeIfAbsent(name, it -> new TreeMap<>());
    }

    Set<String> names() {
        return tables.keySet();
    }

    /** A row that is found although its id has been found before is one too many. */
    void add(String table, String id, Row row) {
        var before = table(table).put(id, row);
        if (before != null) {
            row.put("again", before.toString());
        }
    }
}
