package io.customeraccounts.projections.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.testing.CountedStatements;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Databases.class)
class JdbcEventStorageTest {

    /** Something large enough for several parts. */
    static class Large {
        List<String> parts = new ArrayList<>();
    }

    @Parameter
    Databases kind;

    private final CustomerId customer = new CustomerId(UUID.randomUUID());
    private final AtomicInteger signals = new AtomicInteger();
    private HikariDataSource database;
    private CountedStatements statements;
    private JdbcClient sql;
    private TransactionTemplate transactions;
    private JdbcEventStorage storage;

    @BeforeEach
    void open() {
        database = kind.laidOut();
        statements = new CountedStatements(database);
        sql = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(statements.database()));
        storage = new JdbcEventStorage(
                statements.database(),
                new EventSerializer(new InMemoryVault(), Map.of("large.snapshot", Large.class)),
                NoOpEventUpcaster.INSTANCE,
                signals::incrementAndGet);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void readsBackExactlyWhatWasDecided() {
        var event = new GenericDomainEventMessage<>(
                "customer",
                customer.toString(),
                0,
                new CustomerRenamed(customer, "Ångström & Søn 株式会社 \u0001 \"'\\"),
                Map.of(EventOrigin.ACTOR, "policy:x", EventOrigin.REASON, "weil \u2028 es\tso ist"),
                UUID.randomUUID().toString(),
                Instant.parse("2026-03-02T12:00:00.123456789Z"));

        append(event);

        var read = read(0).getFirst();
        assertThat(read.getPayload()).isEqualTo(event.getPayload());
        assertThat(read.getMetaData()).isEqualTo(event.getMetaData());
        assertThat(read.getIdentifier()).isEqualTo(event.getIdentifier());
        assertThat(read.getAggregateIdentifier()).isEqualTo(event.getAggregateIdentifier());
        assertThat(read.getSequenceNumber()).isEqualTo(event.getSequenceNumber());
        assertThat(read.getType()).isEqualTo(event.getType());
        assertThat(read.getTimestamp()).isEqualTo(event.getTimestamp());
        assertThat(sql.sql("select name from domain_event").query(String.class).single())
                .isEqualTo("customer.renamed");
    }

    @Test
    void appendsEventsAndTheirPlacesInTheQueueTogether() {
        append(renamed(0, 120));

        // The places are in the same statements.
        assertThat(statements.sent())
                .containsExactly("insert domain_event", "insert domain_event", "insert domain_event");
        assertThat(sql.sql("select event_identifier from domain_event order by sequence_number")
                        .query(UUID.class)
                        .list())
                .hasSize(120)
                .isEqualTo(sql.sql("select event_identifier from unsealed_event order by queue_index")
                        .query(UUID.class)
                        .list());
    }

    @Test
    void queuesTheEventOfAProjectForItsCustomer() {
        var project = new ProjectId(UUID.randomUUID());

        append(new GenericDomainEventMessage<>(
                "project", project.toString(), 0, new ProjectRenamed(customer, project, "Rocket")));

        assertThat(sql.sql("select customer_id from unsealed_event")
                        .query(UUID.class)
                        .single())
                .isEqualTo(customer.value());
    }

    @Test
    void readsInPages() {
        append(renamed(0, 2_500));
        statements.sent();

        assertThat(read(0).stream().map(DomainEventMessage::getSequenceNumber))
                .isEqualTo(LongStream.range(0, 2_500).boxed().toList());
        assertThat(statements.sent()).hasSize(3);

        assertThat(read(2_400)).hasSize(100);
        assertThat(statements.sent()).hasSize(1);

        assertThat(read(2_500)).isEmpty();
        assertThat(storage.lastSequenceNumberFor(customer.toString())).contains(2_499L);
        assertThat(storage.lastSequenceNumberFor(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void reportsASequenceNumberThatIsTakenAsAConflict() {
        append(renamed(0, 2));

        assertThatThrownBy(() -> append(renamed(1, 2))).isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> append(renamed(0, 1))).isInstanceOf(AggregateStreamCreationException.class);
        assertThat(read(0)).hasSize(2);
        assertThat(sql.sql("select count(*) from unsealed_event")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void reportsOtherFaultsAsThemselves() {
        var tooLong = new GenericDomainEventMessage<>(
                "x".repeat(100), customer.toString(), 0, new CustomerRenamed(customer, "x"));

        assertThatThrownBy(() -> append(tooLong)).isNotInstanceOf(ConcurrencyException.class);
    }

    @Test
    void refusesToAppendWithoutATransaction() {
        assertThatThrownBy(() -> storage.appendEvents(renamed(0, 1))).isInstanceOf(EventStoreException.class);
        assertThat(read(0)).isEmpty();
    }

    @Test
    void refusesEventsOfNoAggregate() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(
                        transaction -> storage.appendEvents(GenericEventMessage.asEventMessage("an event"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesNothingOfATransactionThatIsRolledBack() {
        transactions.executeWithoutResult(transaction -> {
            storage.appendEvents(renamed(0, 3));
            transaction.setRollbackOnly();
        });

        assertThat(read(0)).isEmpty();
        assertThat(sql.sql("select count(*) from unsealed_event")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(signals).hasValue(0);
    }

    @Test
    void signalsNewEventsOnceTheyAreCommitted() {
        transactions.executeWithoutResult(transaction -> {
            storage.appendEvents(renamed(0, 3));
            assertThat(signals).hasValue(0);
        });

        assertThat(signals).hasValue(1);
    }

    @Test
    void cannotBeFollowedByItsOwnNumbers() {
        assertThatThrownBy(() -> storage.readEvents(null, false)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(storage::createTailToken).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(storage::createHeadToken).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> storage.createTokenAt(Instant.EPOCH))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void keepsOnlyTheLatestSnapshotHoweverLarge() {
        var large = new Large();
        IntStream.range(0, 30_000).forEach(i -> large.parts.add(UUID.randomUUID() + " Ångström " + UUID.randomUUID()));

        store(new Large(), 7);
        store(large, 9);
        store(large, 9);

        var read = storage.readSnapshot(customer.toString()).orElseThrow();
        assertThat(((Large) read.getPayload()).parts).isEqualTo(large.parts);
        assertThat(read.getSequenceNumber()).isEqualTo(9);
        assertThat(read.getType()).isEqualTo("large");
        assertThat(sql.sql("select count(*) from snapshot_event where sequence_number = 9")
                        .query(Long.class)
                        .single())
                .isGreaterThan(4);
        assertThat(sql.sql("select count(*) from snapshot_event where sequence_number < 9")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(storage.readSnapshot(UUID.randomUUID().toString())).isEmpty();
    }

    private void store(Large large, long sequenceNumber) {
        transactions.executeWithoutResult(transaction -> storage.storeSnapshot(
                new GenericDomainEventMessage<>("large", customer.toString(), sequenceNumber, large)));
    }

    private List<DomainEventMessage<?>> renamed(long first, int number) {
        return LongStream.range(first, first + number)
                .<DomainEventMessage<?>>mapToObj(i -> new GenericDomainEventMessage<>(
                        "customer", customer.toString(), i, new CustomerRenamed(customer, "Name " + i)))
                .toList();
    }

    private void append(DomainEventMessage<?> event) {
        append(List.of(event));
    }

    private void append(List<DomainEventMessage<?>> events) {
        transactions.executeWithoutResult(transaction -> storage.appendEvents(events));
    }

    private List<DomainEventMessage<?>> read(long first) {
        DomainEventStream events = storage.readEvents(customer.toString(), first);
        var read = new ArrayList<DomainEventMessage<?>>();
        events.forEachRemaining(read::add);
        return read;
    }
}
