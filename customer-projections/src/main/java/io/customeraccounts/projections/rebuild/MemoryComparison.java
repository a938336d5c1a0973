package io.customeraccounts.projections.rebuild;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.uuid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the tables of a memory with their copies, and makes rows of them what the copies say. */
final class MemoryComparison {

    /** So many positions at a time, where a table is compared in parts: each statement is short enough for any time limit. */
    private static final long PART = 250_000;

    /** Rows of a part that are found of each kind of difference; there is something wrong already. */
    static final int MOST = 10_000;

    private static final int MAX_SHOWN = 200;

    private final JdbcClient sql;
    private final int most;

    /**
     * What differs in a table.
     *
     * @param parts conditions that name each row of the table, or of its copy, once
     * @param all whether these are all rows that differ
     */
    record Found(MemoryTable table, List<String> parts, List<Row> rows, boolean all) {}

    /** @param also absent if the table has no such column */
    record Row(Object key, @Nullable Object also, List<Difference> differences) {}

    /** @param most rows of a part that are found of each kind of difference */
    MemoryComparison(JdbcClient sql, int most) {
        this.sql = sql;
        this.most = most;
    }

    /** How many rows the live tables have. */
    long rows(FollowerMemory memory) {
        return memory.tables().stream()
                .mapToLong(table -> sql.sql("select count(*) from " + table.name())
                        .query(Long.class)
                        .single())
                .sum();
    }

    /** Rows that differ; everything it reads must be of one moment. */
    Found differing(MemoryTable table, Instant now) {
        var differing = new ArrayList<Row>();
        var parts = parts(table);
        var all = true;
        for (var part : parts) {
            all &= part(table, part.replace("%s", "l"), part.replace("%s", "c"), now, differing);
        }
        return new Found(table, parts, differing, all);
    }

    private List<String> parts(MemoryTable table) {
        var position = table.position();
        if (position == null) {
            return List.of("true");
        }
        var parts = new ArrayList<String>();
        var last = Math.max(last(table.name(), position), last(table.copy(), position));
        for (long from = 0; from <= last; from += PART) {
            parts.add("%s." + position + " >= " + from + " and %s." + position + " < " + (from + PART));
        }
        return parts;
    }

    private long last(String table, String position) {
        return Objects.requireNonNullElse(
                sql.sql("select max(" + position + ") from " + table)
                        .query(Long.class)
                        .optional()
                        .orElse(0L),
                0L);
    }

    /** @return whether there are no more */
    private boolean part(MemoryTable table, String live, String copy, Instant now, List<Row> into) {
        var worked = table.worked();
        var extra = "select l.* from %s l where %s and not exists (select 1 from %s c where %s) limit %d"
                .formatted(table.name(), live, table.copy(), table.same(), most);
        var missing = "select c.* from %s c where %s and not exists (select 1 from %s l where %s) and not (%s) limit %d"
                .formatted(table.copy(), copy, table.name(), table.same(), worked == null ? "1 = 0" : worked, most);
        var different = "select l.*, %s from %s l join %s c on %s where %s and %s and %s limit %d"
                .formatted(
                        table.shown().isEmpty()
                                ? "1"
                                : table.shown().stream()
                                        .map(it -> "c.%1$s as rebuilt_%1$s".formatted(it))
                                        .collect(Collectors.joining(", ")),
                        table.name(),
                        table.copy(),
                        table.same(),
                        live,
                        table.sameIf() == null ? "1 = 1" : table.sameIf(),
                        table.differs(),
                        most);
        var found = List.of(
                sql.sql(extra)
                        .query((row, number) -> whole(table, row, Difference.THERE, null))
                        .list(),
                (missing.contains(":now") ? sql.sql(missing).param("now", at(now)) : sql.sql(missing))
                        .query((row, number) -> whole(table, row, null, Difference.THERE))
                        .list(),
                sql.sql(different).query((row, number) -> columns(table, row)).list());
        found.forEach(into::addAll);
        return found.stream().allMatch(it -> it.size() < most);
    }

    private static Row whole(MemoryTable table, ResultSet row, @Nullable String live, @Nullable String rebuilt)
            throws SQLException {
        return row(table, row, List.of(difference(table, row, null, live, rebuilt)));
    }

    private static Row columns(MemoryTable table, ResultSet row) throws SQLException {
        var differences = new ArrayList<Difference>();
        for (var column : table.shown()) {
            var live = text(row.getObject(column));
            var rebuilt = text(row.getObject("rebuilt_" + column));
            if (!Objects.equals(live, rebuilt)) {
                var hidden = table.hidden().contains(column);
                differences.add(difference(
                        table, row, column, hidden ? Difference.HIDDEN : live, hidden ? Difference.HIDDEN : rebuilt));
            }
        }
        return row(table, row, differences);
    }

    private static Row row(MemoryTable table, ResultSet row, List<Difference> differences) throws SQLException {
        return new Row(uuid(row, table.key()), table.also() == null ? null : row.getObject(table.also()), differences);
    }

    private static Difference difference(
            MemoryTable table, ResultSet row, @Nullable String column, @Nullable String live, @Nullable String rebuilt)
            throws SQLException {
        var of = table.also() == null ? table.name() : table.name() + "[" + row.getObject(table.also()) + "]";
        return new Difference(
                table.name(), uuid(row, table.key()), column == null ? of : of + "." + column, live, rebuilt);
    }

    private static @Nullable String text(@Nullable Object value) {
        var text = switch (value) {
            case null -> null;
            case java.sql.Timestamp time -> time.toInstant().toString();
            case OffsetDateTime time -> time.toInstant().toString();
            default -> value.toString();
        };
        return text == null || text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    /** Makes live rows what their copies are: those that were found or, if these are not all, whichever differ. */
    void takeOver(Found found, Instant now) {
        var table = found.table();
        if (found.all()) {
            var thisRow = "%s." + table.key() + " = :key"
                    + (table.also() == null ? "" : " and %s." + table.also() + " = :also");
            found.rows().forEach(row -> takeOver(table, thisRow, row, now));
        } else {
            found.parts().forEach(part -> takeOver(table, part, null, now));
        }
    }

    /** @param row absent if all that {@code which} names are meant */
    private void takeOver(MemoryTable table, String which, @Nullable Row row, Instant now) {
        execute(
                row,
                now,
                "delete from %s l where %s and not exists (select 1 from %s c where %s)"
                        .formatted(table.name(), which.replace("%s", "l"), table.copy(), table.same()));
        if (!table.shown().isEmpty()) {
            // What work has moved on stays where it is.
            var columns = String.join(", ", table.shown());
            execute(
                    row,
                    now,
                    "update %1$s l set (%2$s) = (select %2$s from %3$s c where %4$s) where %5$s and %7$s and exists (select 1 from %3$s c where %4$s and %6$s)"
                            .formatted(
                                    table.name(),
                                    columns,
                                    table.copy(),
                                    table.same(),
                                    which.replace("%s", "l"),
                                    table.differs(),
                                    table.sameIf() == null ? "1 = 1" : table.sameIf()));
        }
        execute(row, now, """
                insert into %s select * from %s c
                where %s and not (%s) and not exists (select 1 from %s l where %s)
                """.formatted(
                        table.name(),
                        table.copy(),
                        which.replace("%s", "c"),
                        table.worked() == null ? "1 = 0" : table.worked(),
                        table.name(),
                        table.same()));
    }

    private void execute(@Nullable Row row, Instant now, String statement) {
        var spec = sql.sql(statement);
        if (row != null) {
            spec = spec.param("key", row.key());
            if (row.also() != null) {
                spec = spec.param("also", row.also());
            }
        }
        if (statement.contains(":now")) {
            spec = spec.param("now", at(now));
        }
        spec.update();
    }
}
