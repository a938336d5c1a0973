package io.customeraccounts.projections.rebuild;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.projections.tables.ReadTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rebuilds of the read tables and of what followers remember, at most one of each at a time: what is asked for here, some node's
 * {@link Rebuilder} does. Its methods join the transaction that is active.
 */
public final class Rebuilds {

    /** Differences of one rebuild that are kept; those beyond are counted and repaired, too. */
    public static final int MAX_REPORTED = 1_000;

    /** Whoever has not renewed the claim for so long has died. */
    static final Duration CLAIM = Duration.ofSeconds(10);

    private static final String PROGRESS = """
            select r.*, h.last_position from rebuild r join ledger_head h on h.id = 1
            """;

    private final JdbcClient sql;
    private final Clock clock;
    /** The live tables of each rebuild, by its name. */
    private final Map<String, List<String>> tables;

    /**
     * @param run which one this is; a new id for each
     * @param erasures how often rows of the table have been changed without an event
     * @param checkOnly whether what differs is reported and left as it is
     */
    record Place(
            String table,
            RebuildState state,
            UUID run,
            long position,
            @Nullable UUID comparedTo,
            long erasures,
            boolean checkOnly) {

        Place at(long position) {
            return new Place(table, state, run, position, comparedTo, erasures, checkOnly);
        }
    }

    public Rebuilds(JdbcClient sql, Clock clock, Collection<ReadTable> tables) {
        this(sql, clock, tables, List.of());
    }

    public Rebuilds(JdbcClient sql, Clock clock, Collection<ReadTable> tables, Collection<FollowerMemory> memories) {
        this.sql = sql;
        this.clock = clock;
        this.tables = Stream.concat(
                        tables.stream().map(it -> Map.entry(it.name(), List.of(it.name()))),
                        memories.stream().map(it -> Map.entry(it.follower(), it.tableNames())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** In the order of the tables' names. */
    public List<RebuildProgress> all() {
        return sql.sql(PROGRESS + " order by r.table_name")
                .query(Rebuilds::progress)
                .list();
    }

    /** Empty if there is no such table. */
    public Optional<RebuildProgress> find(String table) {
        return sql.sql(PROGRESS + " where r.table_name = :table")
                .param("table", table)
                .query(Rebuilds::progress)
                .optional();
    }

    /** What the last rebuild of the table has found so far, by row and column, at most {@value #MAX_REPORTED}. */
    public List<Difference> differences(String table) {
        return sql.sql("""
                select * from rebuild_difference where table_name = :table order by row_key, column_name limit :limit
                """)
                .param("table", table)
                .param("limit", MAX_REPORTED)
                .query((row, number) -> new Difference(
                        row.getString("table_name"),
                        row.getObject("row_key", UUID.class),
                        row.getString("column_name").isEmpty() ? null : row.getString("column_name"),
                        row.getString("live_value"),
                        row.getString("rebuilt_value")))
                .list();
    }

    /**
     * Starts from the first event, as soon as a node takes it up.
     *
     * @return false if one of this table is running or paused
     * @throws IllegalArgumentException if there is no such table
     */
    public boolean start(String table) {
        return start(table, false);
    }

    /**
     * Likewise, and what differs is reported and left as it is.
     *
     * @return false if a rebuild or a check of this table is running or paused
     * @throws IllegalArgumentException if there is no such table
     */
    public boolean check(String table) {
        return start(table, true);
    }

    private boolean start(String table, boolean checkOnly) {
        var rows = tables(table).stream()
                .mapToLong(name -> sql.sql("select count(*) from " + name)
                        .query(Long.class)
                        .single())
                .sum();
        var started = sql.sql("""
                        update rebuild
                        set state = 'RUNNING', run = :run, position = 0, compared_to = null, compared = 0,
                            live_rows = :rows, reading_millis = 0, comparing_millis = 0, differences = 0,
                            lock_millis = 0, check_only = :checkOnly, started_at = :now, ended_at = null, owner = null, owned_until = null
                        where table_name = :table and state not in ('RUNNING', 'PAUSED')
                        """)
                        .param("run", UUID.randomUUID())
                        .param("rows", rows)
                        .param("checkOnly", checkOnly)
                        .param("now", at(clock.instant()))
                        .param("table", table)
                        .update()
                == 1;
        if (started) {
            sql.sql("delete from rebuild_difference where table_name = :table")
                    .param("table", table)
                    .update();
        }
        return started;
    }

    private List<String> tables(String name) {
        var found = tables.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no read table or follower " + name);
        }
        return found;
    }

    /** Stops after the part that is being done; also if it was paused before. False if it is neither running nor paused. */
    public boolean pause(String table) {
        return turn(table, "state = 'PAUSED', owner = null", "state in ('RUNNING', 'PAUSED')");
    }

    /** Goes on where it was paused; also if it is running. False if it is neither running nor paused. */
    public boolean resume(String table) {
        return turn(table, "state = 'RUNNING'", "state in ('RUNNING', 'PAUSED')");
    }

    /** Ends it for good; what was repaired stays repaired. False if it is neither running nor paused. */
    public boolean cancel(String table) {
        return end(table, RebuildState.CANCELLED);
    }

    /** The tables of which a rebuild is running. */
    List<String> running() {
        return sql.sql("select table_name from rebuild where state = 'RUNNING' order by table_name")
                .query((row, number) -> row.getString("table_name"))
                .list();
    }

    /** Where the rebuild is, if it is this one's to go on with; holds it until the end of the transaction. */
    Optional<Place> claim(String table, String owner) {
        var now = clock.instant();
        var claimed = sql.sql("""
                        update rebuild set owner = :owner, owned_until = :until
                        where table_name = :table and state = 'RUNNING'
                          and (owner is null or owner = :owner or owned_until < :now)
                        """)
                        .param("owner", owner)
                        .param("until", at(now.plus(CLAIM)))
                        .param("table", table)
                        .param("now", at(now))
                        .update()
                == 1;
        return claimed ? Optional.of(place(table, "")) : Optional.empty();
    }

    /** Where the rebuild is, as the active transaction sees it. */
    Place place(String table) {
        return place(table, "");
    }

    /** Likewise, and holds it until the end of the transaction. */
    Place hold(String table) {
        return place(table, "for update");
    }

    private Place place(String table, String lock) {
        return sql.sql("select * from rebuild where table_name = :table " + lock)
                .param("table", table)
                .query((row, number) -> new Place(
                        table,
                        RebuildState.valueOf(row.getString("state")),
                        row.getObject("run", UUID.class),
                        row.getLong("position"),
                        uuidOrNull(row, "compared_to"),
                        row.getLong("erasures"),
                        row.getBoolean("check_only")))
                .single();
    }

    /** Rounds up, so that also what takes less than a millisecond has a speed. */
    void read(String table, long position, Duration took) {
        sql.sql("""
                update rebuild set position = :position, reading_millis = reading_millis + :took
                where table_name = :table
                """)
                .param("position", position)
                .param("took", took.plusNanos(999_999).toMillis())
                .param("table", table)
                .update();
    }

    void compared(String table, Comparison.Result result, Duration took, Duration locked) {
        sql.sql("""
                update rebuild
                set compared_to = :upTo, compared = compared + :rows, comparing_millis = comparing_millis + :took,
                    lock_millis = greatest(lock_millis, :locked)
                where table_name = :table
                """)
                .param("upTo", result.upTo())
                .param("rows", result.rows())
                .param("took", took.toMillis())
                .param("locked", locked.toMillis())
                .param("table", table)
                .update();
    }

    /** All at once. */
    void compared(String table, long rows, Duration took, Duration locked) {
        sql.sql("""
                update rebuild set compared = :rows, comparing_millis = :took, lock_millis = :locked
                where table_name = :table
                """)
                .param("rows", rows)
                .param("took", took.toMillis())
                .param("locked", locked.toMillis())
                .param("table", table)
                .update();
    }

    /** @param rows that differ and have not been reported before */
    void report(String table, List<Difference> differences, int rows) {
        sql.sql("update rebuild set differences = differences + :rows where table_name = :table")
                .param("rows", rows)
                .param("table", table)
                .update();
        var reported = sql.sql("select count(*) from rebuild_difference where table_name = :table")
                .param("table", table)
                .query(Integer.class)
                .single();
        differences.stream()
                .limit(Math.max(0, MAX_REPORTED - reported))
                .forEach(difference -> sql.sql("""
                        insert into rebuild_difference (table_name, row_key, column_name, live_value, rebuilt_value)
                        values (:table, :key, :column, :live, :rebuilt)
                        on conflict do nothing
                        """)
                        .param("table", table)
                        .param("key", difference.key())
                        .param("column", difference.column() == null ? "" : difference.column())
                        .param("live", difference.live())
                        .param("rebuilt", difference.rebuilt())
                        .update());
    }

    boolean end(String table, RebuildState how) {
        return turn(
                table,
                "state = '" + how.name() + "', ended_at = :now, owner = null, owned_until = null",
                "state in ('RUNNING', 'PAUSED')");
    }

    private boolean turn(String table, String into, String from) {
        return sql.sql("update rebuild set " + into + " where table_name = :table and " + from)
                        .param("table", table)
                        .param("now", at(clock.instant()))
                        .update()
                == 1;
    }

    private static RebuildProgress progress(ResultSet row, int number) throws SQLException {
        return new RebuildProgress(
                row.getString("table_name"),
                RebuildState.valueOf(row.getString("state")),
                row.getLong("position"),
                row.getLong("last_position"),
                row.getLong("compared"),
                row.getLong("live_rows"),
                Duration.ofMillis(row.getLong("reading_millis")),
                Duration.ofMillis(row.getLong("comparing_millis")),
                row.getLong("differences"),
                row.getBoolean("check_only"),
                Duration.ofMillis(row.getLong("lock_millis")),
                instantOrNull(row, "started_at"),
                instantOrNull(row, "ended_at"));
    }
}
