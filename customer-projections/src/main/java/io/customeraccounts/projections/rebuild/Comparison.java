package io.customeraccounts.projections.rebuild;

import static java.util.Objects.deepEquals;

import io.customeraccounts.projections.tables.ReadTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the live table and its copy, some rows at a time, in the order of the keys. */
final class Comparison {

    private static final int MAX_SHOWN = 200;

    /** As both databases order ids: by their bytes. */
    private static final Comparator<UUID> BY_BYTES = Comparator.<UUID, Long>comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private final JdbcClient sql;
    private final ReadTable table;
    private final List<String> columns;

    /**
     * @param rows how many were compared
     * @param upTo the last key of the rows that were compared; absent if there are no more
     * @param keys of the rows that differ
     */
    record Result(int rows, @Nullable UUID upTo, Set<UUID> keys, List<Difference> differences) {}

    Comparison(JdbcClient sql, ReadTable table, List<String> columns) {
        this.sql = sql;
        this.table = table;
        this.columns = columns;
    }

    /** Compares about so many rows with keys after this one; everything it reads must be of one moment. */
    Result after(@Nullable UUID key, int limit) {
        var live = rows(table.name(), key, limit);
        var copy = rows(table.copy(), key, limit);
        UUID upTo = null;
        for (var rows : List.of(live, copy)) {
            if (rows.size() == limit && (upTo == null || BY_BYTES.compare(rows.lastKey(), upTo) < 0)) {
                upTo = rows.lastKey();
            }
        }
        var keys = new TreeSet<>(BY_BYTES);
        keys.addAll(live.keySet());
        keys.addAll(copy.keySet());
        var compared = upTo == null ? keys : keys.headSet(upTo, true);
        var differing = new LinkedHashSet<UUID>();
        var differences = new ArrayList<Difference>();
        for (var each : compared) {
            var found = differences(each, live.get(each), copy.get(each));
            if (!found.isEmpty()) {
                differing.add(each);
                differences.addAll(found);
            }
        }
        return new Result(compared.size(), upTo, differing, differences);
    }

    private NavigableMap<UUID, @Nullable Object[]> rows(String from, @Nullable UUID after, int limit) {
        var rows = new TreeMap<UUID, @Nullable Object[]>(BY_BYTES);
        var statement = sql.sql("select %s from %s %s order by %s limit %d"
                .formatted(
                        String.join(", ", columns),
                        from,
                        after == null ? "" : "where " + table.key() + " > :after",
                        table.key(),
                        limit));
        if (after != null) {
            statement = statement.param("after", after);
        }
        statement.query(row -> {
            rows.put(row.getObject(table.key(), UUID.class), values(row));
        });
        return rows;
    }

    private @Nullable Object[] values(ResultSet row) throws SQLException {
        var values = new @Nullable Object[columns.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }

    private List<Difference> differences(
            UUID key, @Nullable Object @Nullable [] live, @Nullable Object @Nullable [] copy) {
        if (live == null || copy == null) {
            return List.of(new Difference(
                    table.name(),
                    key,
                    null,
                    live == null ? null : Difference.THERE,
                    copy == null ? null : Difference.THERE));
        }
        var found = new ArrayList<Difference>();
        for (var i = 0; i < live.length; i++) {
            if (!deepEquals(live[i], copy[i])) {
                var column = columns.get(i);
                found.add(new Difference(table.name(), key, column, shown(column, live[i]), shown(column, copy[i])));
            }
        }
        return found;
    }

    private @Nullable String shown(String column, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (table.hidden().contains(column)) {
            return Difference.HIDDEN;
        }
        var text = switch (value) {
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case OffsetDateTime time -> time.toInstant().toString();
            case java.sql.Timestamp time -> time.toInstant().toString();
            default -> value.toString();
        };
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN);
    }
}
