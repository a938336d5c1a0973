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

    /** Rows of a table that are found at once; there is something wrong already. */
    private static final int MOST = 10_000;

    private static final int MAX_SHOWN = 200;

    private final JdbcClient sql;

    /** @param also absent if the table has no such column */
    record Row(MemoryTable table, Object key, @Nullable Object also, List<Difference> differences) {}

    MemoryComparison(JdbcClient sql) {
        this.sql = sql;
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
    List<Row> differing(MemoryTable table, Instant now) {
        var differing = new ArrayList<Row>();
        var position = table.position();
        if (position == null) {
            part(table, "true", "true", now, differing);
            return differing;
        }
        var last = Math.max(last(table.name(), position), last(table.copy(), position));
        for (long from = 0; from <= last; from += PART) {
            var condition = "%s." + position + " >= " + from + " and %s." + position + " < " + (from + PART);
            part(table, condition.replace("%s", "l"), condition.replace("%s", "c"), now, differing);
        }
        return differing;
    }

    private long last(String table, String position) {
        return Objects.requireNonNullElse(
                sql.sql("select max(" + position + ") from " + table)
                        .query(Long.class)
                        .optional()
                        .orElse(0L),
                0L);
    }

    private void part(MemoryTable table, String live, String copy, Instant now, List<Row> into) {
        var worked = table.worked();
        var extra = "select l.* from %s l where %s and not exists (select 1 from %s c where %s) limit %d"
                .formatted(table.name(), live, table.copy(), table.same(), MOST);
        var missing = "select c.* from %s c where %s and not exists (select 1 from %s l where %s) and not (%s) limit %d"
                .formatted(table.copy(), copy, table.name(), table.same(), worked == null ? "1 = 0" : worked, MOST);
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
                        MOST);
        into.addAll(sql.sql(extra)
                .query((row, number) -> whole(table, row, Difference.THERE, null))
                .list());
        into.addAll((missing.contains(":now") ? sql.sql(missing).param("now", at(now)) : sql.sql(missing))
                .query((row, number) -> whole(table, row, null, Difference.THERE))
                .list());
        into.addAll(
                sql.sql(different).query((row, number) -> columns(table, row)).list());
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
        return new Row(
                table, uuid(row, table.key()), table.also() == null ? null : row.getObject(table.also()), differences);
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

    /** Makes the row what its copy is. */
    void takeOver(Row row, Instant now) {
        var table = row.table();
        var thisRow = table.also() == null
                ? "%s." + table.key() + " = :key"
                : "%s." + table.key() + " = :key and %s." + table.also() + " = :also";
        execute(
                row,
                now,
                "delete from %s where %s and not exists (select 1 from %s c where %s)"
                        .formatted(
                                table.name(),
                                thisRow.replace("%s", table.name()),
                                table.copy(),
                                thisRow.replace("%s", "c")));
        if (!table.shown().isEmpty()) {
            // What work has moved on stays where it is.
            var columns = String.join(", ", table.shown());
            execute(
                    row,
                    now,
                    "update %s set (%s) = (select %s from %s c where %s) where %s"
                            .formatted(
                                    table.name(),
                                    columns,
                                    columns,
                                    table.copy(),
                                    thisRow.replace("%s", "c"),
                                    thisRow.replace("%s", table.name())));
        }
        execute(row, now, """
                insert into %s select * from %s c
                where %s and not (%s) and not exists (select 1 from %s l where %s)
                """.formatted(
                        table.name(),
                        table.copy(),
                        thisRow.replace("%s", "c"),
                        table.worked() == null ? "1 = 0" : table.worked(),
                        table.name(),
                        thisRow.replace("%s", "l")));
    }

    private void execute(Row row, Instant now, String statement) {
        var spec = sql.sql(statement).param("key", row.key());
        if (row.also() != null) {
            spec = spec.param("also", row.also());
        }
        if (statement.contains(":now")) {
            spec = spec.param("now", at(now));
        }
        spec.update();
    }
}
