package io.customeraccounts.projections.feed;

import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.store.StoredEvent;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the ledger for others, page by page. What is before a cursor never changes, so the same cursor is followed by the same
 * events for ever. What a page costs depends on the page, never on the log: a filter that has to look at events looks at
 * {@link #LOOKED_AT} of them at most, and the cursor moves on over those that did not match.
 */
public class Feed {

    static final int LOOKED_AT = 1_000;

    // Limits stand in the statement: a parameter is taken for a tenth of everything by PostgreSQL.

    private static final String ALL = """
            select l.position, l.customer_id, l.leaf_hash, %s
            from ledger l join domain_event e on e.event_identifier = l.event_identifier
            where l.position > ? and l.position <= ?
            order by l.position
            limit %%s
            """.formatted(StoredEvent.COLUMNS);
    private static final String OF_CUSTOMER = """
            select l.position, l.customer_id, l.leaf_hash, %s
            from ledger l join domain_event e on e.event_identifier = l.event_identifier
            where l.customer_id = ? and l.position > ? and l.position <= ?
            order by l.customer_id, l.position
            limit %%s
            """.formatted(StoredEvent.COLUMNS);

    private static final String AT = """
            select l.position, l.customer_id, l.leaf_hash, %s
            from ledger l join domain_event e on e.event_identifier = l.event_identifier
            where l.position = ?
            """.formatted(StoredEvent.COLUMNS);

    private final JdbcTemplate sql;
    private final PlainData plain = new PlainData();

    /**
     * @param next where to go on, also if there are no events
     * @param more whether there is something after it that has not been looked at
     */
    public record Page(List<FeedEvent> events, FeedCursor next, boolean more) {}

    public Feed(JdbcTemplate sql) {
        this.sql = sql;
    }

    /** Before the first event. */
    public FeedCursor beginning() {
        return FeedCursor.of(0, storeId());
    }

    /** After the last event that is sealed now. */
    public FeedCursor end() {
        return head();
    }

    /** The event at the position, if there is one. */
    public Optional<FeedEvent> at(long position) {
        return sql.query(AT, this::read, position).stream().findFirst();
    }

    /**
     * Events after the cursor, in order, as far as they are sealed now.
     *
     * @throws CursorGone if the cursor is of another history than that of this store
     */
    public Page read(FeedFilter filter, FeedCursor after, int limit) {
        check(after);
        // First: whatever is up to the head is there, while more may come before the next query.
        var head = head();
        if (head.position() <= after.position()) {
            return new Page(List.of(), after, false);
        }
        var lookAt = filter.looksInside() ? LOOKED_AT : limit;
        var candidates = filter.customerId() == null
                ? sql.query(
                        ALL.formatted(lookAt),
                        this::read,
                        after.position(),
                        // Positions have no gaps: a range says more to the database than a limit.
                        Math.min(head.position(), after.position() + lookAt))
                : sql.query(
                        OF_CUSTOMER.formatted(lookAt),
                        this::read,
                        filter.customerId().value(),
                        after.position(),
                        head.position());
        if (filter.customerId() == null) {
            refuseGaps(after.position(), candidates);
        }
        var events = new ArrayList<FeedEvent>();
        for (var accepted : filter.accepted(candidates)) {
            events.add(accepted);
            if (events.size() == limit) {
                return page(events, accepted.cursor(), head);
            }
        }
        return page(
                events, candidates.size() < lookAt ? head : candidates.getLast().cursor(), head);
    }

    private static Page page(List<FeedEvent> events, FeedCursor next, FeedCursor head) {
        return new Page(List.copyOf(events), next, next.position() < head.position());
    }

    private static void refuseGaps(long after, List<FeedEvent> events) {
        var expected = after;
        for (var event : events) {
            if (event.position() != ++expected) {
                throw new IllegalStateException("the ledger has no event at position " + expected);
            }
        }
    }

    /** @throws CursorGone if the cursor is of another history than that of this store */
    public void check(FeedCursor cursor) {
        var hash = cursor.position() == 0 ? storeId() : hashAt(cursor.position());
        if (hash == null || !cursor.marks(hash)) {
            throw new CursorGone(cursor);
        }
    }

    private byte @Nullable [] hashAt(long position) {
        return sql.query(
                "select leaf_hash from ledger where position = ?",
                row -> row.next() ? row.getBytes("leaf_hash") : null,
                position);
    }

    private FeedCursor head() {
        return sql.query("""
                select h.last_position, l.leaf_hash
                from ledger_head h left join ledger l on l.position = h.last_position
                where h.id = 1
                """, row -> {
            row.next();
            var last = row.getLong("last_position");
            return last == 0 ? beginning() : FeedCursor.of(last, row.getBytes("leaf_hash"));
        });
    }

    private byte[] storeId() {
        return sql.query("select store_id from store_identity where id = 1", row -> {
            row.next();
            var id = row.getObject("store_id", UUID.class);
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array();
        });
    }

    private FeedEvent read(ResultSet row, int number) throws SQLException {
        return shown(
                row.getLong("position"),
                new CustomerId(row.getObject("customer_id", UUID.class)),
                row.getBytes("leaf_hash"),
                StoredEvent.read(row, number));
    }

    FeedEvent shown(long position, CustomerId customerId, byte[] leafHash, StoredEvent event) {
        var data = plain.of(event.name(), event.payload());
        var origin = PlainData.read(event.metadata());
        return new FeedEvent(
                position,
                FeedCursor.of(position, leafHash),
                event.eventIdentifier(),
                customerId,
                event.sequenceNumber(),
                event.name(),
                event.revision(),
                event.occurredAt(),
                subject(data, event),
                (String) origin.get(EventOrigin.ACTOR),
                (String) origin.get(EventOrigin.CAUSE),
                data);
    }

    private static String subject(Map<String, Object> data, StoredEvent event) {
        return String.valueOf(data.getOrDefault(
                PlainData.MEMBERSHIP,
                data.getOrDefault(
                        PlainData.INVITATION, event.aggregateIdentifier().toString())));
    }
}
