package io.customeraccounts.projections.history;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.epochMicros;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the history, the latest first. What a page costs depends on the page and never on the log: a filter that no index
 * serves looks at {@link #LOOKED_AT} lines at most, and the next page goes on after those.
 */
public final class History {

    static final int LOOKED_AT = 1_000;

    private static final List<String> SUBJECTS = List.of("membership_id", "invitation_id", "project_id", "person_id");

    private final JdbcClient sql;

    /**
     * How much of the history of a customer the follower has written down.
     *
     * @param position of the last event that it has; 0 if it has none
     * @param missingFrom when the first event happened that it does not have; absent if it has all
     */
    public record Progress(long position, @Nullable Instant missingFrom) {

        /** Whether everything is known that had happened by then, and at that instant. */
        public boolean covers(Instant instant) {
            return missingFrom == null || instant.isBefore(missingFrom);
        }
    }

    private record Place(Instant at, long position) {

        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        static Place of(HistoryEntry entry) {
            return new Place(entry.occurredAt(), entry.position());
        }

        static Place of(byte @Nullable [] key, @Nullable Instant before) {
            if (key == null) {
                return new Place(before == null ? LATEST : before, 0);
            }
            var bytes = ByteBuffer.wrap(key);
            return new Place(Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS), bytes.getLong());
        }

        byte[] key() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(epochMicros(at))
                    .putLong(position)
                    .array();
        }
    }

    public History(JdbcClient sql) {
        this.sql = sql;
    }

    /** The event handler that writes it down; for the processing group {@code history}. */
    public static Object projection(JdbcClient sql) {
        return new HistoryProjection(sql);
    }

    public Progress progress(CustomerId customerId) {
        // In this order: what comes meanwhile is taken for missing, and what is sealed meanwhile is not passed over.
        var position = sql.sql("""
                        select position from history_entry
                        where customer_id = :customer
                        order by customer_id, position desc
                        limit 1
                        """)
                .param("customer", customerId.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
        var unsealed = sql.sql("""
                        select e.occurred_at
                        from unsealed_event u join domain_event e on e.event_identifier = u.event_identifier
                        where u.customer_id = :customer
                        order by u.queue_index
                        limit 1
                        """)
                .param("customer", customerId.value())
                .query(String.class)
                .optional();
        var sealed = sql.sql("""
                        select e.occurred_at
                        from ledger l join domain_event e on e.event_identifier = l.event_identifier
                        where l.customer_id = :customer and l.position > :position
                        order by l.customer_id, l.position
                        limit 1
                        """)
                .param("customer", customerId.value())
                .param("position", position)
                .query(String.class)
                .optional();
        return new Progress(
                position,
                Stream.of(unsealed, sealed)
                        .flatMap(Optional::stream)
                        .map(time -> Instant.parse(time).truncatedTo(ChronoUnit.MICROS))
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    public Optional<HistoryEntry> find(long position) {
        return sql.sql("select * from history_entry where position = :position")
                .param("position", position)
                .query(History::read)
                .optional();
    }

    /** Those that there are, in order. */
    public List<HistoryEntry> find(Collection<Long> positions) {
        return positions.isEmpty()
                ? List.of()
                : sql.sql("select * from history_entry where position in (:positions) order by position")
                        .param("positions", positions)
                        .query(History::read)
                        .list();
    }

    public Optional<HistoryEntry> find(UUID eventId) {
        return sql.sql("select * from history_entry where event_id = :event")
                .param("event", eventId)
                .query(History::read)
                .optional();
    }

    /** @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor is of another list */
    public Page<HistoryEntry> page(HistoryFilter filter, PageRequest request) {
        var list = "history " + filter;
        var place = Place.of(request.start(list), filter.to());
        var scope = scope(filter);
        var lookAt = scope.isAll() ? request.limit() + 1 : LOOKED_AT;
        var looked = sql.sql("""
                        select * from history_entry
                        where %s occurred_at <= :at and occurred_at >= :from
                          and (occurred_at < :at or position < :position)
                        order by %s occurred_at desc, position desc
                        limit :limit
                        """.formatted(scope.where(), scope.order()))
                .params(scope.params())
                .param("at", at(place.at()))
                .param("position", place.position())
                .param("from", at(filter.from() == null ? Instant.EPOCH : filter.from()))
                .param("limit", lookAt)
                .query(History::read)
                .list();
        var items = new ArrayList<HistoryEntry>();
        for (var entry : looked) {
            if (filter.accepts(entry)) {
                if (items.size() == request.limit()) {
                    return Page.until(Place.of(items.getLast()).key(), items, list);
                }
                items.add(entry);
            }
        }
        return Page.until(
                looked.size() < lookAt ? null : Place.of(looked.getLast()).key(), items, list);
    }

    /**
     * What an index finds.
     *
     * @param column absent for all lines
     * @param isAll whether nothing else is asked for
     */
    private record Scope(@Nullable String column, @Nullable Object value, boolean isAll) {

        String where() {
            return column == null ? "" : column + " = :scope and";
        }

        String order() {
            return column == null ? "" : column + ",";
        }

        Map<String, Object> params() {
            return value == null ? Map.of() : Map.of("scope", value);
        }
    }

    /** By what the fewest lines have in common. */
    private Scope scope(HistoryFilter filter) {
        var wanted = new LinkedHashMap<String, Object>();
        if (filter.cause() != null) {
            wanted.put("cause", filter.cause());
        }
        if (filter.subject() != null) {
            wanted.put(columnOf(filter.subject()), filter.subject());
        }
        if (filter.projectId() != null) {
            wanted.put("project_id", filter.projectId().value());
        }
        if (filter.personId() != null) {
            wanted.put("person_id", filter.personId().value());
        }
        if (filter.customerId() != null) {
            wanted.put("customer_id", filter.customerId().value());
        }
        if (filter.actor() != null) {
            wanted.put("actor", filter.actor());
        }
        var isAll = wanted.size() <= 1 && filter.names().isEmpty();
        return wanted.entrySet().stream()
                .findFirst()
                .map(it -> new Scope(it.getKey(), it.getValue(), isAll))
                .orElseGet(() -> new Scope(null, null, isAll));
    }

    /** An id names one thing only; where it stands nowhere, it does not matter where it is looked for. */
    private String columnOf(UUID subject) {
        return SUBJECTS.stream()
                .filter(column -> sql.sql("select 1 from history_entry where %s = :subject limit 1".formatted(column))
                        .param("subject", subject)
                        .query(Integer.class)
                        .optional()
                        .isPresent())
                .findFirst()
                .orElse("membership_id");
    }

    private static HistoryEntry read(ResultSet row, int number) throws SQLException {
        var project = uuidOrNull(row, "project_id");
        var membership = uuidOrNull(row, "membership_id");
        var person = uuidOrNull(row, "person_id");
        var invitation = uuidOrNull(row, "invitation_id");
        return new HistoryEntry(
                row.getLong("position"),
                uuid(row, "event_id"),
                instant(row, "occurred_at"),
                row.getString("name"),
                new CustomerId(uuid(row, "customer_id")),
                project == null ? null : new ProjectId(project),
                membership == null ? null : new MembershipId(membership),
                person == null ? null : new PersonId(person),
                invitation == null ? null : new InvitationId(invitation),
                row.getString("actor"),
                row.getString("cause"));
    }
}
