package io.customeraccounts.projections.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction takes its number, and others commit before it does. Whoever follows the numbers remembers the gap for a
 * while and then gives it up, so that the event is lost for ever; whoever follows the ledger has nothing to remember.
 */
@ParameterizedClass
@EnumSource
class NoEventSkippedTest {

    private static final int ROUNDS = 20;
    private static final Duration GAP_TIMEOUT = Duration.ofMillis(50);

    private final Databases kind;
    private final Clock axonsClock = GenericEventMessage.clock;
    private HikariDataSource database;
    private JdbcTemplate sql;
    private TransactionTemplate transaction;

    NoEventSkippedTest(Databases kind) {
        this.kind = kind;
    }

    /** Where events are appended, and how they are followed. */
    private interface Store {

        /** Within the transaction. */
        void append(String id);

        /** What is new since the last call. */
        List<String> read();
    }

    private record Outcome(List<String> committed, List<String> delivered) {

        List<String> skipped() {
            return committed.stream().filter(id -> !delivered.contains(id)).toList();
        }
    }

    @BeforeEach
    void createTables() {
        database = kind.laidOut();
        sql = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    @AfterEach
    void dropTables() {
        GenericEventMessage.clock = axonsClock;
        database.close();
    }

    @Test
    void deliversWhatIsCommittedLongAfterItTookItsNumber() throws Exception {
        var ours = rounds("ledger, slow transactions", new FollowedLedger(), this::timePasses);
        var theirs = rounds("gap-aware token, slow transactions", new FollowedNumbers(GAP_TIMEOUT), this::timePasses);

        assertThat(ours.delivered()).containsExactlyInAnyOrderElementsOf(ours.committed());
        assertThat(theirs.skipped()).as("the control").hasSize(ROUNDS);
    }

    @Test
    void deliversEverythingWhenTheClockJumpsForward() throws Exception {
        var ours = rounds("ledger, clock jumps", new FollowedLedger(), this::clockJumps);
        var theirs =
                rounds("gap-aware token, clock jumps", new FollowedNumbers(Duration.ofMinutes(1)), this::clockJumps);

        assertThat(ours.delivered()).containsExactlyInAnyOrderElementsOf(ours.committed());
        assertThat(theirs.skipped()).as("the control").hasSize(ROUNDS);
    }

    private void timePasses() {
        var over = System.nanoTime() + GAP_TIMEOUT.multipliedBy(2).toNanos();
        Waiting.until(() -> System.nanoTime() > over);
    }

    private void clockJumps() {
        GenericEventMessage.clock = Clock.offset(GenericEventMessage.clock, Duration.ofHours(1));
    }

    private Outcome rounds(String what, Store store, Runnable meanwhile) throws Exception {
        var outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        try (var slow = Executors.newSingleThreadExecutor()) {
            for (var round = 0; round < ROUNDS; round++) {
                var late = UUID.randomUUID().toString();
                var early = UUID.randomUUID().toString();
                var numbered = new CountDownLatch(1);
                var others = new CountDownLatch(1);
                var committing = slow.submit(() -> transaction.executeWithoutResult(status -> {
                    store.append(late);
                    numbered.countDown();
                    await(others);
                }));
                await(numbered);
                transaction.executeWithoutResult(status -> store.append(early));
                meanwhile.run();
                outcome.delivered().addAll(store.read());
                others.countDown();
                committing.get();
                outcome.committed().addAll(List.of(early, late));
                outcome.delivered().addAll(store.read());
            }
        }
        outcome.delivered().addAll(store.read());
        System.out.printf(
                "%s on %s: committed %d, delivered %d%n",
                what, kind, outcome.committed().size(), outcome.delivered().size());
        return outcome;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the service does it. */
    private final class FollowedLedger implements Store {

        private final Ledger ledger = new Ledger(sql, new JdbcTransactionManager(database), Clock.systemUTC());
        private long position;

        @Override
        public void append(String id) {
            sql.update(
                    """
                    insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                                              occurred_at, payload, metadata)
                    values (?, 'test', ?, 0, 'test', ?, ?, ?)
                    """,
                    UUID.fromString(id),
                    UUID.randomUUID(),
                    Instant.now().toString(),
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "{}".getBytes(StandardCharsets.UTF_8));
            sql.update(
                    "insert into unsealed_event (event_identifier, customer_id) values (?, ?)",
                    UUID.fromString(id),
                    UUID.randomUUID());
        }

        @Override
        public List<String> read() {
            ledger.seal();
            var events = ledger.after(position, 100);
            position += events.size();
            return events.stream()
                    .map(event -> event.event().eventIdentifier().toString())
                    .toList();
        }
    }

    /** As Axon's own store for JDBC does it. */
    private final class FollowedNumbers implements Store {

        private final JdbcEventStorageEngine engine;
        private @Nullable TrackingToken token;

        FollowedNumbers(Duration gapTimeout) {
            var serializer = Jackson3Serializer.builder().build();
            engine = JdbcEventStorageEngine.builder()
                    .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(
                            new SpringDataSourceConnectionProvider(database)))
                    .transactionManager(NoTransactionManager.INSTANCE)
                    .eventSerializer(serializer)
                    .snapshotSerializer(serializer)
                    .gapTimeout(Math.toIntExact(gapTimeout.toMillis()))
                    .build();
            engine.createSchema(PostgresEventTableFactory.INSTANCE);
        }

        @Override
        public void append(String id) {
            engine.appendEvents(new GenericDomainEventMessage<>(
                    "test",
                    UUID.randomUUID().toString(),
                    0,
                    new GenericEventMessage<>("payload").withMetaData(Map.of("id", id)),
                    GenericEventMessage.clock.instant()));
        }

        @Override
        public List<String> read() {
            var ids = new ArrayList<String>();
            engine.readEvents(token, false).forEach(event -> {
                token = event.trackingToken();
                ids.add((String) event.getMetaData().get("id"));
            });
            return ids;
        }
    }
}
