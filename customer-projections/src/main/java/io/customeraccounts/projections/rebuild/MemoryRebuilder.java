package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.ledger.Following;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.rebuild.Rebuilds.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rebuilds what a follower remembers beside what it remembers now, while it goes on: fills copies from the ledger, compares them,
 * and repairs the rows that differ. Any node may do it, and go on where another one stopped.
 *
 * <p>A follower is behind the ledger, and each of its segments at a place of its own. So copies are compared in a snapshot of the
 * database, in which they get the events that each segment has handled by then, and lose them again. To repair, the places of
 * all segments are locked: nothing is handled until that is committed. While an event is parked, what the follower remembers is
 * not what the events say, and the comparison waits. Events that were discarded are left out, as the follower has left them out.
 *
 * <p>The handlers only remember. Whoever acts on what is remembered does so from the live tables, and what is due already never
 * comes back: nothing is done again because of a rebuild.
 */
public final class MemoryRebuilder {

    private static final int EVENTS = 500;

    /** Events are read for so long in one transaction: who pauses or cancels the rebuild waits for it, as for any lock. */
    private static final Duration PART = Duration.ofMillis(500);

    /** With so many events between the places of two segments, the slower one is waited for. */
    private static final int MOST_BETWEEN = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryRebuilder.class);

    private final Map<String, Work> works;
    private final Rebuilds rebuilds;
    private final LedgerSource source;
    private final JdbcClient sql;
    private final Serializer serializer;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final TransactionTemplate snapshot;
    private final MemoryComparison comparison;
    private final String node = UUID.randomUUID().toString();
    private final int events;
    private final Duration part;

    private final RebuildThread thread;

    /** @param copies write to the copies */
    private record Work(FollowerMemory memory, List<EventMessageHandler> copies) {

        String name() {
            return memory.follower();
        }
    }

    /** How far each segment has come. */
    private record Places(Map<Segment, Long> bySegment) {

        long first() {
            return bySegment.values().stream().mapToLong(it -> it).min().orElse(0);
        }

        long last() {
            return bySegment.values().stream().mapToLong(it -> it).max().orElse(0);
        }

        boolean handled(TrackedEventMessage<?> message) {
            var sequence = Following.customerOf(message).hashCode();
            return bySegment.entrySet().stream()
                    .filter(it -> it.getKey().matches(sequence))
                    .anyMatch(it -> it.getValue() >= position(message));
        }
    }

    /** @param clock by which something is due */
    public MemoryRebuilder(
            Collection<FollowerMemory.Source> memories,
            Rebuilds rebuilds,
            LedgerSource source,
            DataSource database,
            PlatformTransactionManager transactions,
            Serializer serializer,
            Clock clock) {
        this(
                memories,
                rebuilds,
                source,
                database,
                transactions,
                serializer,
                clock,
                EVENTS,
                PART,
                MemoryComparison.MOST);
    }

    /**
     * @param events that are read in one transaction, at most
     * @param part after which no further event is read in it
     * @param most rows of a part of a table that are found of each kind of difference
     */
    MemoryRebuilder(
            Collection<FollowerMemory.Source> memories,
            Rebuilds rebuilds,
            LedgerSource source,
            DataSource database,
            PlatformTransactionManager transactions,
            Serializer serializer,
            Clock clock,
            int events,
            Duration part,
            int most) {
        this.rebuilds = rebuilds;
        this.source = source;
        this.sql = JdbcClient.create(database);
        this.serializer = serializer;
        this.clock = clock;
        this.events = events;
        this.part = part;
        this.transaction = new TransactionTemplate(transactions);
        this.snapshot = new TransactionTemplate(transactions);
        // The only level at which all tables are those of one moment on H2, too.
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        this.comparison = new MemoryComparison(sql, most);
        this.works = memories.stream()
                .map(it -> new Work(it.memory(), it.intoCopies(sql)))
                .collect(Collectors.toUnmodifiableMap(Work::name, work -> work));
        this.thread = new RebuildThread("memory-rebuilder", rebuilds, works.keySet(), this::step, () -> {}, () -> {});
    }

    private static long position(TrackedEventMessage<?> message) {
        return message.trackingToken().position().orElseThrow();
    }

    /**
     * Does one part of the work, if it is this node's to do.
     *
     * @return whether there is more to do now
     */
    boolean step(String follower) {
        var work = Objects.requireNonNull(works.get(follower), follower);
        var read = read(work);
        if (read.isEmpty()) {
            return false;
        }
        if (read.get() > 0) {
            return true;
        }
        compare(work);
        return false;
    }

    /** The number of events read; empty if others work on it. */
    private Optional<Long> read(Work work) {
        var started = System.nanoTime();
        return Objects.requireNonNull(transaction.execute(status -> rebuilds.claim(work.name(), node)
                .map(place -> {
                    if (place.position() == 0) {
                        clear(work);
                    }
                    var limit = Math.min(events, places(work, "").first() - place.position());
                    if (limit <= 0) {
                        return 0L;
                    }
                    var last = begin(work, source.after(place.position(), (int) limit), started);
                    rebuilds.read(work.name(), last, Rebuilder.since(started));
                    return last - place.position();
                })));
    }

    /** Applies the events until it has taken long enough, at least the first; tells the position of the last one. */
    private long begin(Work work, LedgerSource.Part events, long started) {
        var discarded = discarded(work);
        var last = 0L;
        for (var message : events.events()) {
            var position = position(message);
            // Not between two that upcasters have made of one.
            if (last > 0 && position > last && Rebuilder.since(started).compareTo(part) > 0) {
                return last;
            }
            apply(work, message, discarded);
            last = position;
        }
        return events.lastPosition();
    }

    private Places places(Work work, String lock) {
        var tokens = new HashMap<Integer, Long>();
        sql.sql("select segment, token, token_type from token_entry where processor_name = :follower order by segment "
                        + lock)
                .param("follower", work.name())
                .query(row -> {
                    var bytes = row.getBytes("token");
                    tokens.put(row.getInt("segment"), bytes == null ? 0 : position(bytes, row.getString("token_type")));
                });
        var ids = tokens.keySet().stream().mapToInt(it -> it).toArray();
        return new Places(tokens.entrySet().stream()
                .collect(Collectors.toMap(it -> Segment.computeSegment(it.getKey(), ids), Map.Entry::getValue)));
    }

    private long position(byte[] token, String type) {
        return serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null))
                        instanceof TrackingToken read
                ? read.position().orElse(0)
                : 0;
    }

    private void apply(Work work, List<TrackedEventMessage<?>> messages) {
        var discarded = discarded(work);
        for (var message : messages) {
            apply(work, message, discarded);
        }
    }

    private static void apply(Work work, TrackedEventMessage<?> message, Set<String> discarded) {
        if (!discarded.contains(message.getIdentifier())) {
            Following.tell(message, work.copies());
        }
    }

    private Set<String> discarded(Work work) {
        return new HashSet<>(sql.sql("select event_identifier from discarded_event where processing_group = :follower")
                .param("follower", work.name())
                .query(String.class)
                .list());
    }

    private boolean isSomethingParked(Work work) {
        return sql.sql("select 1 from dead_letter where processing_group = :follower limit 1")
                .param("follower", work.name())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** What each segment has handled and the copies do not have yet; false if that is too much to be done at once. */
    private boolean readOn(Work work, Place place, Places places) {
        if (places.last() - place.position() > MOST_BETWEEN) {
            return false;
        }
        for (var position = place.position(); position < places.last(); ) {
            var part = source.after(position, (int) Math.min(events, places.last() - position));
            apply(work, part.events().stream().filter(places::handled).toList());
            position = part.lastPosition();
        }
        return true;
    }

    private void compare(Work work) {
        var started = System.nanoTime();
        var compared = Objects.requireNonNull(snapshot.execute(status -> {
            status.setRollbackOnly();
            var place = rebuilds.place(work.name());
            return isSomethingParked(work) || !readOn(work, place, places(work, ""))
                    ? Optional.<Compared>empty()
                    : Optional.of(new Compared(place, comparison.rows(work.memory()), differing(work)));
        }));
        compared.filter(it -> finish(work, it, started))
                .ifPresent(it -> LOG.info(
                        "Rebuild of what {} remember has finished: {} rows compared, {} differed{}",
                        work.name(),
                        it.count(),
                        it.rows().size(),
                        it.place().checkOnly() ? " and are left as they are" : " and were repaired"));
    }

    private record Compared(Place place, long count, List<MemoryComparison.Found> found) {

        List<MemoryComparison.Row> rows() {
            return found.stream().flatMap(it -> it.rows().stream()).toList();
        }
    }

    private List<MemoryComparison.Found> differing(Work work) {
        var now = clock.instant();
        return work.memory().tables().stream()
                .map(table -> comparison.differing(table, now))
                .toList();
    }

    /**
     * Repairs and ends it in one transaction: the copies are of no use afterwards, and nobody may compare with them again.
     *
     * @return false if somebody else works on it, or it has to wait
     */
    private boolean finish(Work work, Compared compared, long started) {
        var name = work.name();
        return Boolean.TRUE.equals(transaction.execute(status -> rebuilds.claim(name, node)
                .filter(place -> place.run().equals(compared.place().run()))
                .flatMap(place -> {
                    // Nothing is held up by that yet.
                    rebuilds.report(
                            name,
                            compared.rows().stream()
                                    .flatMap(row -> row.differences().stream())
                                    .toList(),
                            compared.rows().size());
                    return takeOver(work, place, compared);
                })
                .map(locked -> {
                    rebuilds.compared(name, compared.count(), Rebuilder.since(started), locked);
                    rebuilds.end(name, RebuildState.FINISHED);
                    return true;
                })
                .orElseGet(() -> {
                    status.setRollbackOnly();
                    return false;
                })));
    }

    /** Empties the copies. How long the follower was held, if there was anything to repair; empty if it has to wait. */
    private Optional<Duration> takeOver(Work work, Place place, Compared compared) {
        if (compared.rows().isEmpty() || place.checkOnly()) {
            clear(work);
            return Optional.of(Duration.ZERO);
        }
        var lockedAt = System.nanoTime();
        var places = places(work, "for update");
        if (isSomethingParked(work) || !readOn(work, place, places)) {
            return Optional.empty();
        }
        var now = clock.instant();
        compared.found().forEach(it -> comparison.takeOver(it, now));
        clear(work);
        return Optional.of(Rebuilder.since(lockedAt));
    }

    private void clear(Work work) {
        work.memory()
                .tables()
                .forEach(table -> sql.sql("delete from " + table.copy()).update());
    }

    // The thread

    /** Something has been asked for. Call it after the commit; it returns at once. */
    public void wake() {
        thread.wake();
    }

    public void start() {
        thread.start();
    }

    /** Returns when the part that is being done is done. */
    public void stop() {
        thread.stop();
    }
}
