package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table of stretches. Whatever is done twice, or again after something later, changes nothing. Time does not go
 * back within a thing, also if the clocks of two nodes differ: a stretch is never over before it began.
 */
final class PastTable {

    private final JdbcClient sql;
    private final String table;
    private final String key;

    /** What stands in a stretch, by the types of the columns. */
    private final Map<String, String> columns;

    private record Open(UUID id, long fromPosition, Instant fromAt) {}

    PastTable(JdbcClient sql, String table, String key, Map<String, String> columns) {
        this.sql = sql;
        this.table = table;
        this.key = key;
        this.columns = Map.copyOf(columns);
    }

    /** @param values by column; those that are missing are null */
    void begin(UUID id, Map<String, ?> values, Moment moment) {
        var names = List.copyOf(columns.keySet());
        var insert = sql.sql("""
                insert into %s (%s, from_position, from_at, node, %s)
                values (:key, :position, :at, :node, %s)
                on conflict do nothing
                """.formatted(
                                table,
                                key,
                                String.join(", ", names),
                                names.stream().map(name -> ":" + name).collect(joining(", "))))
                .param("key", id)
                .param("position", moment.position())
                .param("at", at(moment.at()))
                .param("node", Intervals.OPEN);
        for (var name : names) {
            insert = insert.param(name, values.get(name));
        }
        insert.update();
    }

    /** Nothing if the thing has ended. */
    void change(UUID id, String column, @Nullable Object value, Moment moment) {
        change(id, Collections.singletonMap(column, value), "true", moment);
    }

    /**
     * @param values by column; the others stay
     * @param where what has to be so until then
     */
    void change(UUID id, Map<String, ? extends @Nullable Object> values, String where, Moment moment) {
        for (var open : open(key, id, where, moment)) {
            var changeAt = latest(open.fromAt(), moment.at());
            var names = List.copyOf(columns.keySet());
            var insert = sql.sql("""
                    insert into %1$s (%2$s, from_position, from_at, node, %3$s)
                    select %2$s, cast(:position as bigint), cast(:at as timestamp with time zone), cast(:open as bigint), %4$s
                    from %1$s where %2$s = :key and from_position = :from
                    """.formatted(
                                    table,
                                    key,
                                    String.join(", ", names),
                                    names.stream()
                                            .map(it -> values.containsKey(it)
                                                    ? "cast(:%s as %s)".formatted(it, columns.get(it))
                                                    : it)
                                            .collect(joining(", "))))
                    .param("position", moment.position())
                    .param("at", at(changeAt))
                    .param("open", Intervals.OPEN)
                    .param("key", id)
                    .param("from", open.fromPosition());
            for (var value : values.entrySet()) {
                insert = insert.param(value.getKey(), value.getValue());
            }
            insert.update();
            close(open, changeAt, null, moment);
        }
    }

    void end(UUID id, String because, Moment moment) {
        endAll(key, id, because, moment);
    }

    /** Of all things that have the value in the column. */
    void endAll(String column, UUID value, String because, Moment moment) {
        open(column, value, "true", moment)
                .forEach(open -> close(open, latest(open.fromAt(), moment.at()), because, moment));
    }

    private List<Open> open(String column, UUID value, String where, Moment moment) {
        return sql.sql("""
                        select %1$s as id, from_position, from_at from %2$s
                        where %3$s = :value and node = :open and from_position < :position and %4$s
                        """.formatted(key, table, column, where))
                .param("value", value)
                .param("open", Intervals.OPEN)
                .param("position", moment.position())
                .query((row, number) ->
                        new Open(uuid(row, "id"), row.getLong("from_position"), instant(row, "from_at")))
                .list();
    }

    private void close(Open open, Instant at, @Nullable String because, Moment moment) {
        sql.sql("""
                update %s set to_position = :position, to_at = :at, ended_because = :because, node = :node
                where %s = :key and from_position = :from
                """.formatted(table, key))
                .param("position", moment.position())
                .param("at", at(at))
                .param("because", because)
                .param("node", Intervals.node(open.fromAt(), at))
                .param("key", open.id())
                .param("from", open.fromPosition())
                .update();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
