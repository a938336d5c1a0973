package io.customeraccounts.projections.ledger;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.projections.ledger.Ledger.Positioned;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.store.StoredEvent;
import io.customeraccounts.projections.tables.Columns;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes an installation without events one with those of an export, byte for byte and position for position: the tree has the
 * same root, and all who follow the events know what they would.
 *
 * <p>Personal values of which this installation has no key are erased, for good: their keys are entered as destroyed.
 */
public final class Import {

    private static final int BATCH = 500;

    private static final String EMPTY =
            "select last_position = 0 and not exists (select 1 from domain_event) from ledger_head where id = 1";

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final Serializer serializer;
    private final EventUpcaster upcasters;
    private final Clock clock;

    /** An export, which is read twice: it is looked at as a whole before anything is taken from it. */
    @FunctionalInterface
    public interface Source {

        InputStream open() throws IOException;
    }

    public Import(
            JdbcTemplate sql,
            PlatformTransactionManager transactions,
            Serializer serializer,
            EventUpcaster upcasters,
            Clock clock) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.serializer = serializer;
        this.upcasters = upcasters;
        this.clock = clock;
    }

    /**
     * Nobody else may write meanwhile, and nobody follow. If it fails in the middle, what was imported stays: begin again with
     * an empty database.
     *
     * @param trusted keys, as for a {@link Verification}
     * @param handlers told of each event, in the transaction that stores it
     * @param afterwards called in the last transaction, with the last position
     * @return the last position
     * @throws ImportRefused if there are events already, or the export is not complete or not what was signed
     */
    public long read(
            Source export,
            Collection<Verifier> trusted,
            Collection<? extends EventMessageHandler> handlers,
            LongConsumer afterwards)
            throws IOException {
        if (!Boolean.TRUE.equals(sql.queryForObject(EMPTY, Boolean.class))) {
            throw new ImportRefused("there are events already: an export is imported into an empty installation only");
        }
        verify(export, trusted);
        var verification = new Verification(trusted, List.of());
        var head = new Ledger.Head(0, Columns.at(Instant.EPOCH));
        try (var input = export.open()) {
            var reader = new ExportReader(input);
            var batch = new ArrayList<Positioned>(BATCH);
            var notes = new ArrayList<SignedNote>();
            for (var line = reader.next(); line != null; line = reader.next()) {
                verification.accept(line);
                switch (line) {
                    case ExportLine.Event event -> batch.add(new Positioned(event.position(), event.event()));
                    case ExportLine.Signed signed -> notes.add(signed.note());
                    case ExportLine.Begin _, ExportLine.Missing _, ExportLine.End _ -> {}
                }
                if (batch.size() >= BATCH) {
                    head = store(batch, notes, head, handlers);
                    batch.clear();
                    notes.clear();
                }
            }
            head = store(batch, notes, head, handlers);
        }
        var last = head.lastPosition();
        transaction.executeWithoutResult(status -> afterwards.accept(last));
        return last;
    }

    private static void verify(Source export, Collection<Verifier> trusted) throws IOException {
        var verification = new Verification(trusted, List.of());
        try (var input = export.open()) {
            var reader = new ExportReader(input);
            for (var line = reader.next(); line != null; line = reader.next()) {
                verification.accept(line);
            }
        } catch (Altered e) {
            throw new ImportRefused("the export is not what was signed: " + e.getMessage());
        } catch (ExportReader.Malformed | IllegalArgumentException e) {
            throw new ImportRefused("this is no export: " + e.getMessage());
        }
        var result = verification.result();
        if (!result.complete() || result.first() != 1) {
            throw new ImportRefused("the export is not complete: it has the events " + result.first() + " to "
                    + result.last() + (result.complete() ? "" : " and breaks off there"));
        }
    }

    private Ledger.Head store(
            List<Positioned> events,
            List<SignedNote> notes,
            Ledger.Head head,
            Collection<? extends EventMessageHandler> handlers) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var messages = messages(events);
            var next = append(events, messages, head);
            sql.batchUpdate(
                    "insert into ledger_checkpoint (size, note, signed_at) values (?, ?, ?) on conflict do nothing",
                    notes.stream()
                            .map(note -> new Object[] {
                                Checkpoint.parse(note.text()).size(), note.asText(), Columns.at(clock.instant())
                            })
                            .toList());
            destroyMissingKeys(messages);
            messages.forEach(message -> tell(message, handlers));
            return next;
        }));
    }

    private List<TrackedEventMessage<?>> messages(List<Positioned> events) {
        return EventUtils.upcastAndDeserializeTrackedEvents(
                        events.stream()
                                .map(it -> new TrackedDomainEventData<>(
                                        new GlobalSequenceTrackingToken(it.position()), it.event())),
                        serializer,
                        upcasters)
                .toList();
    }

    private Ledger.Head append(List<Positioned> events, List<TrackedEventMessage<?>> messages, Ledger.Head head) {
        var customers = new HashMap<Long, UUID>();
        for (var message : messages) {
            if (message.getPayload() instanceof DomainEvent event) {
                customers.put(
                        message.trackingToken().position().orElseThrow(),
                        event.customerId().value());
            }
        }
        sql.batchUpdate("""
                insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                    revision, occurred_at, payload, metadata)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, events.stream().map(it -> row(it.event())).toList());
        var sealedAt = head.sealedAt();
        var places = new ArrayList<Object[]>();
        for (var event : events) {
            sealedAt = later(sealedAt, Columns.at(event.event().getTimestamp()));
            places.add(new Object[] {
                event.position(),
                event.event().eventIdentifier(),
                customers.getOrDefault(event.position(), event.event().aggregateIdentifier()),
                Leaf.hash(event.event()),
                sealedAt
            });
        }
        sql.batchUpdate(
                "insert into ledger (position, event_identifier, customer_id, leaf_hash, sealed_at) values (?, ?, ?, ?, ?)",
                places);
        var last = head.lastPosition() + events.size();
        sql.update("update ledger_head set last_position = ?, sealed_at = ? where id = 1", last, sealedAt);
        return new Ledger.Head(last, sealedAt);
    }

    private static Object[] row(StoredEvent it) {
        return Arrays.asList(
                        it.eventIdentifier(),
                        it.aggregateType(),
                        it.aggregateIdentifier(),
                        it.sequenceNumber(),
                        it.name(),
                        it.revision(),
                        it.occurredAt(),
                        it.payload(),
                        it.metadata())
                .toArray();
    }

    /** When it was sealed there nobody has signed: the time of the event will do, as long as times grow with positions. */
    private static OffsetDateTime later(OffsetDateTime one, OffsetDateTime other) {
        return one.isBefore(other) ? other : one;
    }

    private void destroyMissingKeys(List<? extends EventMessage<?>> messages) {
        var keys = new HashSet<UUID>();
        messages.forEach(message -> addKeys(message.getPayload(), keys));
        var now = Columns.at(clock.instant());
        sql.batchUpdate(
                "insert into personal_key (key_id, created_at, destroyed_at) values (?, ?, ?) on conflict do nothing",
                keys.stream().map(key -> new Object[] {key, now, now}).toList());
    }

    private static void addKeys(Object event, Collection<UUID> keys) {
        if (event instanceof Record) {
            for (RecordComponent component : event.getClass().getRecordComponents()) {
                if (Personal.class.isAssignableFrom(component.getType())) {
                    try {
                        if (component.getAccessor().invoke(event) instanceof Personal value) {
                            keys.add(value.key().value());
                        }
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException("cannot read " + component, e);
                    }
                }
            }
        }
    }

    private static void tell(EventMessage<?> message, Collection<? extends EventMessageHandler> handlers) {
        DefaultUnitOfWork.startAndGet(message).execute(() -> Following.tell(message, handlers));
    }
}
