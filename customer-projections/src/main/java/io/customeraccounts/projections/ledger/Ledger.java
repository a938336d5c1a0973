package io.customeraccounts.projections.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives every committed event its position, once: 1, 2, 3 and so on, without gaps.
 *
 * <p>Numbers that a database hands out are taken before the commit and become visible out of order, so whoever reads
 * "everything after n" skips events for ever. Therefore each event is also put into a queue in its own transaction, and
 * {@link #seal} takes what is in the queue: never what comes after something.
 */
public class Ledger {

    /** Events that are sealed in one transaction; more wait for the next. */
    static final int BATCH = 1_000;

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /**
     * How far the ledger has come.
     *
     * @param sealed how many events have a position, which is also the last position
     * @param unsealed how many committed events wait for one
     */
    public record Progress(long sealed, long unsealed) {}

    public Ledger(JdbcTemplate sql, PlatformTransactionManager transactions, Clock clock) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Seals what is committed and not sealed yet, in one transaction. Any node may call this at any time: they wait for each
     * other.
     *
     * @return how many events were sealed; at least {@code BATCH} means that there may be more
     */
    public int seal() {
        var sealed = transaction.execute(status -> {
            var last = lockHead();
            var waiting = sql.query(
                    "select u.queue_index, " + StoredEvent.COLUMNS + """
                    from unsealed_event u join domain_event e on e.event_identifier = u.event_identifier
                    order by u.queue_index
                    limit ?
                    """,
                    (row, number) -> new Waiting(row.getLong("queue_index"), StoredEvent.read(row)),
                    BATCH);
            if (!waiting.isEmpty()) {
                append(waiting, last);
            }
            return waiting.size();
        });
        return sealed == null ? 0 : sealed;
    }

    /** The fence: whoever holds this row is the one that seals. */
    long lockHead() {
        var last = sql.queryForObject("select last_position from ledger_head where id = 1 for update", Long.class);
        if (last == null) {
            throw new IllegalStateException("the ledger has no head");
        }
        return last;
    }

    private void append(List<Waiting> waiting, long last) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var position = new long[] {last};
        sql.batchUpdate(
                "insert into ledger (position, event_identifier, leaf_hash, sealed_at) values (?, cast(? as uuid), ?, ?)",
                waiting,
                waiting.size(),
                (insert, it) -> {
                    insert.setLong(1, ++position[0]);
                    insert.setString(2, it.event().eventIdentifier());
                    insert.setBytes(3, it.event().leafHash());
                    insert.setObject(4, now);
                });
        sql.batchUpdate(
                "delete from unsealed_event where queue_index = ?",
                waiting,
                waiting.size(),
                (delete, it) -> delete.setLong(1, it.queueIndex()));
        sql.update("update ledger_head set last_position = ?, sealed_at = ? where id = 1", position[0], now);
    }

    /** The last position that was given; 0 if none was. */
    public long lastPosition() {
        var last = sql.queryForObject("select last_position from ledger_head where id = 1", Long.class);
        return last == null ? 0 : last;
    }

    boolean hasUnsealed() {
        return Boolean.TRUE.equals(sql.queryForObject("select exists (select 1 from unsealed_event)", Boolean.class));
    }

    /** Counts what waits; takes as long as much waits, whatever the size of the log. */
    public Progress progress() {
        var unsealed = sql.queryForObject("select count(*) from unsealed_event", Long.class);
        return new Progress(lastPosition(), unsealed == null ? 0 : unsealed);
    }

    /** At most {@code limit} events after the position, in order. */
    List<Positioned> after(long position, int limit) {
        return sql.query(
                "select l.position, " + StoredEvent.COLUMNS + """
                from ledger l join domain_event e on e.event_identifier = l.event_identifier
                where l.position > ?
                order by l.position
                limit ?
                """,
                (row, number) -> new Positioned(row.getLong("position"), StoredEvent.read(row)),
                position,
                limit);
    }

    /** The last position that was given before the instant; 0 if none was. Positions and times grow together. */
    long positionAt(Instant instant) {
        var at = instant.atOffset(ZoneOffset.UTC);
        long before = 0;
        var notBefore = lastPosition() + 1;
        while (notBefore - before > 1) {
            var middle = (before + notBefore) >>> 1;
            var earlier = Boolean.TRUE.equals(sql.queryForObject(
                    "select sealed_at < ? from ledger where position = ?", Boolean.class, at, middle));
            before = earlier ? middle : before;
            notBefore = earlier ? notBefore : middle;
        }
        return before;
    }

    private record Waiting(long queueIndex, StoredEvent event) {}

    record Positioned(long position, StoredEvent event) {}
}
