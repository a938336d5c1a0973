package io.customeraccounts.projections.store;

import static java.util.Collections.nCopies;

import io.customeraccounts.domain.events.DomainEvent;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps events in the table {@code domain_event}, and with each of them, in the same transaction, its place in the queue
 * for the ledger. One statement appends a few events; nothing is read for it.
 *
 * <p>Our own and not Axon's {@code JdbcEventStorageEngine}, which shortens the time of an event to milliseconds, so that what
 * is read back is not what was decided; asks once more after each last page; and can be read in the order of an
 * identity column, which silently loses events. Here that is not possible: events are followed through the ledger.
 */
public final class JdbcEventStorage implements EventStorageEngine {

    private static final int PAGE = 1_000;

    /** H2 holds at most 1 MiB in one value. */
    private static final int SNAPSHOT_PART = 512 * 1024;

    /** Appended by one statement; more take several. */
    private static final int TOGETHER = 50;

    /** From one number up to another, which are all there are: PostgreSQL then keeps the plan, and does not for a limit. */
    private static final String READ = """
            select %s from domain_event e
            where e.aggregate_identifier = ? and e.sequence_number >= ? and e.sequence_number < ?
            order by e.sequence_number
            """.formatted(StoredEvent.COLUMNS);

    private static final String LAST = "select max(sequence_number) from domain_event where aggregate_identifier = ?";
    private static final String STORE_SNAPSHOT = """
            insert into snapshot_event
                (aggregate_identifier, sequence_number, part, aggregate_type, name, revision, payload)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;
    private static final String FORGET_SNAPSHOTS =
            "delete from snapshot_event where aggregate_identifier = ? and sequence_number < ?";
    private static final String READ_SNAPSHOT = """
            select sequence_number, aggregate_type, name, revision, payload from snapshot_event
            where aggregate_identifier = ?
                and sequence_number = (select max(sequence_number) from snapshot_event where aggregate_identifier = ?)
            order by part
            """;

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final EventUpcaster upcasters;
    private final Runnable appended;

    /**
     * @param database whose transactions are Spring's
     * @param appended told after each commit that brought new events
     */
    public JdbcEventStorage(DataSource database, Serializer serializer, EventUpcaster upcasters, Runnable appended) {
        this.jdbc = new JdbcTemplate(database);
        this.serializer = serializer;
        this.upcasters = upcasters;
        this.appended = appended;
    }

    /**
     * @throws ConcurrencyException if an aggregate already has an event of one of these sequence numbers
     * @throws AggregateStreamCreationException likewise, for the first event of an aggregate
     */
    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        if (events.isEmpty()) {
            return;
        }
        requireTransaction();
        try {
            for (var from = 0; from < events.size(); from += TOGETHER) {
                append(events.subList(from, Math.min(events.size(), from + TOGETHER)));
            }
        } catch (DuplicateKeyException e) {
            throw conflict((DomainEventMessage<?>) events.getFirst(), e);
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                appended.run();
            }
        });
    }

    private void append(List<? extends EventMessage<?>> events) {
        var values = new ArrayList<@Nullable Object>();
        var places = new ArrayList<UUID>();
        for (var event : events) {
            if (!(event instanceof DomainEventMessage<?> fact)) {
                throw new IllegalArgumentException("not the event of an aggregate: " + event.getPayloadType());
            }
            var identifier = UUID.fromString(fact.getIdentifier());
            places.add(identifier);
            places.add(customerOf(fact));
            values.add(identifier);
            values.addAll(row(fact));
        }
        values.addAll(places);
        jdbc.update(
                """
                insert into domain_event
                    (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name, revision, occurred_at,
                     payload, metadata)
                values %s;
                insert into unsealed_event (event_identifier, customer_id) values %s
                """.formatted(
                                String.join(", ", nCopies(events.size(), "(?, ?, ?, ?, ?, ?, ?, ?, ?)")),
                                String.join(", ", nCopies(events.size(), "(?, ?)"))),
                values.toArray());
    }

    private List<@Nullable Object> row(DomainEventMessage<?> event) {
        var payload = event.serializePayload(serializer, byte[].class);
        return Arrays.asList(
                event.getType(),
                UUID.fromString(event.getAggregateIdentifier()),
                event.getSequenceNumber(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                event.getTimestamp().toString(),
                payload.getData(),
                event.serializeMetaData(serializer, byte[].class).getData());
    }

    /** The customer whose history the event belongs to; what belongs to none stands for itself. */
    private static UUID customerOf(DomainEventMessage<?> event) {
        return event.getPayload() instanceof DomainEvent fact
                ? fact.customerId().value()
                : UUID.fromString(event.getAggregateIdentifier());
    }

    private static RuntimeException conflict(DomainEventMessage<?> first, DuplicateKeyException cause) {
        var message = "%s %s has an event with the number %d already"
                .formatted(first.getType(), first.getAggregateIdentifier(), first.getSequenceNumber());
        return first.getSequenceNumber() == 0
                ? new AggregateStreamCreationException(message, cause)
                : new ConcurrencyException(message, cause);
    }

    /** Without one, the event could be stored and its consequences not. */
    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new EventStoreException("events are stored in a transaction only, and there is none", null);
        }
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        var aggregate = UUID.fromString(aggregateIdentifier);
        LongFunction<List<StoredEvent>> page =
                first -> jdbc.query(READ, StoredEvent::read, aggregate, first, first + PAGE);
        var events = Stream.iterate(
                        page.apply(firstSequenceNumber),
                        read -> !read.isEmpty(),
                        read -> read.size() < PAGE
                                ? List.of()
                                : page.apply(read.getLast().sequenceNumber() + 1))
                .flatMap(List::stream);
        return EventStreamUtils.upcastAndDeserializeDomainEvents(events, serializer, upcasters);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return Optional.ofNullable(jdbc.queryForObject(LAST, Long.class, UUID.fromString(aggregateIdentifier)));
    }

    /** Keeps the snapshot and drops earlier ones; does nothing if there is one of the same sequence number. */
    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        requireTransaction();
        var aggregate = UUID.fromString(snapshot.getAggregateIdentifier());
        var payload = snapshot.serializePayload(serializer, byte[].class);
        var bytes = payload.getData();
        var parts = new ArrayList<Object[]>();
        for (var from = 0; from < bytes.length; from += SNAPSHOT_PART) {
            parts.add(new Object[] {
                aggregate,
                snapshot.getSequenceNumber(),
                parts.size(),
                snapshot.getType(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                Arrays.copyOfRange(bytes, from, Math.min(from + SNAPSHOT_PART, bytes.length))
            });
        }
        jdbc.batchUpdate(STORE_SNAPSHOT, parts);
        jdbc.update(FORGET_SNAPSHOTS, aggregate, snapshot.getSequenceNumber());
    }

    /** The latest snapshot; empty if there is none, or only one of an aggregate whose fields were others. */
    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        var aggregate = UUID.fromString(aggregateIdentifier);
        return Optional.ofNullable(jdbc.query(
                READ_SNAPSHOT,
                parts -> {
                    return parts.next() ? snapshot(aggregateIdentifier, parts) : null;
                },
                aggregate,
                aggregate));
    }

    private @Nullable DomainEventMessage<?> snapshot(String aggregateIdentifier, ResultSet parts) throws SQLException {
        var sequenceNumber = parts.getLong("sequence_number");
        var type = parts.getString("aggregate_type");
        var payload = new ByteArrayOutputStream();
        var stored = new SimpleSerializedObject<>(
                new byte[0], byte[].class, parts.getString("name"), parts.getString("revision"));
        if (!serializer.typeForClass(serializer.classForType(stored.getType())).equals(stored.getType())) {
            return null;
        }
        do {
            payload.writeBytes(parts.getBytes("payload"));
        } while (parts.next());
        var aggregate = serializer.deserialize(
                new SimpleSerializedObject<>(payload.toByteArray(), byte[].class, stored.getType()));
        return new GenericDomainEventMessage<>(type, aggregateIdentifier, sequenceNumber, aggregate);
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(
            @Nullable TrackingToken trackingToken, boolean mayBlock) {
        throw followTheLedger();
    }

    @Override
    public TrackingToken createTailToken() {
        throw followTheLedger();
    }

    private static UnsupportedOperationException followTheLedger() {
        return new UnsupportedOperationException("the order of events is the ledger's; the store itself has none");
    }
}
