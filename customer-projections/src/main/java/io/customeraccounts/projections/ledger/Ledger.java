package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.store.StoredEvent;
import io.customeraccounts.projections.tables.Columns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

    /**
     * Events that are sealed in one transaction; more wait for the next. So few that PostgreSQL looks up each event: for a
     * thousand it reads all events there are if it has planned that while there were few, and keeps to it for a minute.
     */
    public static final int BATCH = 100;

    /** No parameters, but a statement that PostgreSQL keeps the plan of; without them it is planned each time. */
    private static final Object[] PREPARED = {};

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final Clock clock;

    // A limit that is a parameter is taken for a tenth of everything by PostgreSQL, which then has other processes
    // help.

    static final String WAITING = """
            select u.queue_index, u.customer_id, %s
            from unsealed_event u join domain_event e on e.event_identifier = u.event_identifier
            order by u.queue_index
            limit %%s
            """.formatted(StoredEvent.COLUMNS);
    static final String AFTER = """
            select l.position, %s
            from ledger l join domain_event e on e.event_identifier = l.event_identifier
            where l.position > ?
            order by l.position
            limit %%s
            """.formatted(StoredEvent.COLUMNS);

    private static final String AT = """
            select l.position, %s
            from ledger l join domain_event e on e.event_identifier = l.event_identifier
            where l.position in (%%s)
            order by l.position
            """.formatted(StoredEvent.COLUMNS);

    private static final String PLACES = """
            select l.position, l.leaf_hash, %s
            from ledger l left join domain_event e on e.event_identifier = l.event_identifier
            where l.position > ? and l.position <= ?
            order by l.position
            limit %%s
            """.formatted(StoredEvent.COLUMNS);

    /**
     * How far the ledger has come.
     *
     * @param sealed how many events have a position, which is also the last position
     * @param unsealed how many committed events wait for one
     * @param waitingSince when the first of those happened; absent if none waits
     */
    public record Progress(
            long sealed, long unsealed, @Nullable Instant waitingSince) {}

    /**
     * What there is, counted.
     *
     * @param events that are stored
     * @param sealed those with a position
     * @param unsealed those that wait for one
     */
    public record Count(long events, long sealed, long unsealed, long lastPosition) {

        /** Whether every event is either sealed or waiting, and the positions have no gap. */
        public boolean isComplete() {
            return events == sealed + unsealed && sealed == lastPosition;
        }
    }

    record State(long lastPosition, boolean eventsWait) {}

    /** @param events with the positions that they got, in order */
    record Sealed(List<Positioned> events, long lastPosition) {}

    /** @param sealedAt when the last position was given; the next is not given earlier, whatever the clock says */
    record Head(long lastPosition, OffsetDateTime sealedAt) {}

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
        return sealSome().events().size();
    }

    /** As {@link #seal}, and tells the events and the last position. */
    Sealed sealSome() {
        return Objects.requireNonNull(transaction.execute(status -> {
            var head = lockHead();
            var waiting = sql.query(
                    WAITING.formatted(BATCH),
                    (row, number) -> new Waiting(
                            row.getLong("queue_index"),
                            row.getObject("customer_id", UUID.class),
                            StoredEvent.read(row, number)),
                    PREPARED);
            if (!waiting.isEmpty()) {
                append(waiting, head);
            }
            var position = new AtomicLong(head.lastPosition());
            var events = waiting.stream()
                    .map(it -> new Positioned(position.incrementAndGet(), it.event()))
                    .toList();
            return new Sealed(events, position.get());
        }));
    }

    /** The fence: whoever holds this row is the one that seals. */
    Head lockHead() {
        return head("select last_position, sealed_at from ledger_head where id = 1 for update");
    }

    Head head(String query) {
        return Objects.requireNonNull(sql.query(
                query,
                row -> {
                    if (!row.next()) {
                        throw new IllegalStateException("the ledger has no head");
                    }
                    return new Head(row.getLong("last_position"), row.getObject("sealed_at", OffsetDateTime.class));
                },
                PREPARED));
    }

    private void append(List<Waiting> waiting, Head head) {
        var now = Columns.at(clock.instant());
        var sealedAt = now.isBefore(head.sealedAt()) ? head.sealedAt() : now;
        var last = head.lastPosition() + waiting.size();
        var position = new AtomicLong(head.lastPosition());
        sql.batchUpdate(
                "insert into ledger (position, event_identifier, customer_id, leaf_hash, sealed_at) values (?, ?, ?, ?, ?)",
                waiting.stream()
                        .map(it -> new Object[] {
                            position.incrementAndGet(),
                            it.event().eventIdentifier(),
                            it.customerId(),
                            Leaf.hash(it.event()),
                            sealedAt
                        })
                        .toList());
        sql.batchUpdate(
                "delete from unsealed_event where queue_index = ?",
                waiting.stream().map(it -> new Object[] {it.queueIndex()}).toList());
        sql.update("update ledger_head set last_position = ?, sealed_at = ? where id = 1", last, sealedAt);
    }

    /** The last position that was given; 0 if none was. */
    public long lastPosition() {
        var last = sql.queryForObject("select last_position from ledger_head where id = 1", Long.class);
        return last == null ? 0 : last;
    }

    /** What there is to do, at the price of two looks at the end of an index. */
    State state() {
        return Objects.requireNonNull(sql.query(
                """
                select last_position, exists (select 1 from unsealed_event) events_wait from ledger_head where id = 1
                """,
                row -> {
                    row.next();
                    return new State(row.getLong("last_position"), row.getBoolean("events_wait"));
                },
                PREPARED));
    }

    /** Counts what waits; takes as long as much waits, whatever the size of the log. */
    public Progress progress() {
        var unsealed = sql.queryForObject("select count(*) from unsealed_event", Long.class);
        var first = sql.query(WAITING.formatted(1), StoredEvent::read);
        return new Progress(
                lastPosition(),
                unsealed == null ? 0 : unsealed,
                first.isEmpty() ? null : first.getFirst().getTimestamp());
    }

    double lagInMilliseconds() {
        var since = progress().waitingSince();
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }

    /** Counts everything, at one moment; takes the longer the more events there are. */
    public Count count() {
        return sql.query("""
                select (select count(*) from domain_event) events,
                    (select count(*) from ledger) sealed,
                    (select count(*) from unsealed_event) unsealed,
                    (select last_position from ledger_head) last_position
                """, row -> {
            row.next();
            return new Count(
                    row.getLong("events"),
                    row.getLong("sealed"),
                    row.getLong("unsealed"),
                    row.getLong("last_position"));
        });
    }

    /**
     * At most {@code limit} events after the position, in order.
     *
     * @throws IllegalStateException if one of them is missing: whoever follows must not pass it by
     */
    List<Positioned> after(long position, int limit) {
        var events = sql.query(
                AFTER.formatted(limit),
                (row, number) -> new Positioned(row.getLong("position"), StoredEvent.read(row, number)),
                position);
        var expected = position;
        for (var event : events) {
            if (event.position() != ++expected) {
                throw new IllegalStateException("the ledger has no event at position " + expected);
            }
        }
        return events;
    }

    /** Those at the positions, in order; what is at none is left out. */
    List<Positioned> at(Collection<Long> positions) {
        return positions.isEmpty()
                ? List.of()
                : sql.query(
                        AT.formatted(String.join(", ", Collections.nCopies(positions.size(), "?"))),
                        (row, number) -> new Positioned(row.getLong("position"), StoredEvent.read(row, number)),
                        positions.toArray());
    }

    /** At most {@code limit} places after one position and up to another, in order, also such as have lost their event. */
    List<Place> places(long after, long upTo, int limit) {
        return sql.query(
                PLACES.formatted(limit),
                (row, number) -> new Place(
                        row.getLong("position"),
                        row.getBytes("leaf_hash"),
                        row.getObject("event_identifier") == null ? null : StoredEvent.read(row, number)),
                after,
                upTo);
    }

    /** Whether the event at the position is still the one whose hash was sealed there. */
    public boolean isAsSealed(long position) {
        return places(position - 1, position, 1).stream()
                .anyMatch(place -> place.event() != null && Arrays.equals(place.leafHash(), Leaf.hash(place.event())));
    }

    /** At most {@code limit} committed events without a position, in the order and with the positions that they might get. */
    List<Positioned> waiting(int limit) {
        var position = new AtomicLong(lastPosition());
        return sql.query(
                WAITING.formatted(limit),
                (row, number) -> new Positioned(position.incrementAndGet(), StoredEvent.read(row, number)));
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

    private record Waiting(long queueIndex, UUID customerId, StoredEvent event) {}

    record Positioned(long position, StoredEvent event) {}

    /** @param event absent if somebody has deleted it */
    @SuppressWarnings("ArrayRecordComponent") // a row on its way through, never compared
    record Place(long position, byte[] leafHash, @Nullable StoredEvent event) {}
}
