package io.customeraccounts.projections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.testing.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource
class LedgerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Databases kind;
    private HikariDataSource database;
    private JdbcTemplate sql;
    private JdbcTransactionManager transactions;
    private Ledger ledger;

    LedgerTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void createTables() {
        database = kind.laidOut();
        sql = new JdbcTemplate(database);
        transactions = new JdbcTransactionManager(database);
        ledger = new Ledger(sql, transactions, Clock.systemUTC());
    }

    @AfterEach
    void dropTables() {
        database.close();
    }

    @Test
    void givesCommittedEventsConsecutivePositionsInTheOrderOfTheirCommits() {
        var first = append();
        var second = append();
        assertThat(ledger.seal()).isEqualTo(2);
        var third = append();
        assertThat(ledger.seal()).isEqualTo(1);

        assertThat(ledger.seal()).isZero();
        assertThat(sealed()).containsExactly(first, second, third);
        assertThat(ledger.progress()).isEqualTo(new Ledger.Progress(3, 0, null));
    }

    @Test
    void leavesWhatIsNotCommittedForLater() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            appendWithin();
            assertThat(elsewhere(ledger::seal)).isZero();
        });
        assertThat(ledger.seal()).isEqualTo(1);
    }

    /** As PostgreSQL plans it while there is no event yet; it keeps to that while the first ones come, however many. */
    @Test
    void looksUpTheEventsThatItSealsAndReadsNoOthers() {
        if (kind == Databases.POSTGRES) {
            assertThat(plan(Ledger.BATCH))
                    .contains("domain_event_identifier")
                    .doesNotContain("Seq Scan on domain_event");
            assertThat(plan(1_000)).as("for ten times as many").contains("Seq Scan on domain_event");
        }
    }

    private String plan(int limit) {
        return String.join("\n", sql.queryForList("explain " + Ledger.WAITING.formatted(limit), String.class));
    }

    @Test
    void sealsAnEventThatTookItsNumberEarlyAndWasCommittedLate() throws Exception {
        var numbered = new CountDownLatch(1);
        var others = new CountDownLatch(1);
        var read = new ArrayList<UUID>();
        try (var slow = Executors.newSingleThreadExecutor()) {
            var late = slow.submit(() -> new TransactionTemplate(transactions).execute(status -> {
                var id = appendWithin();
                numbered.countDown();
                await(others);
                return id;
            }));
            await(numbered);
            var early = append();
            ledger.seal();
            var cursor = readByNumber(0, read);
            others.countDown();
            var id = late.get();
            ledger.seal();
            readByNumber(cursor, read);

            assertThat(sealed()).containsExactly(early, id);
            assertThat(read)
                    .as("a cursor over the numbers, which is what others do")
                    .doesNotContain(id);
        }
    }

    @Test
    void sealsEverythingOnceUnderSlowAndFailingWritersAndSeveralSealers() throws Exception {
        var seed = new Random().nextLong();
        var committed = new CopyOnWriteArrayList<UUID>();
        var writing = new AtomicBoolean(true);
        try (var threads = Executors.newCachedThreadPool()) {
            var sealers = List.of(threads.submit(() -> sealWhile(writing)), threads.submit(() -> sealWhile(writing)));
            var writers = new ArrayList<Future<?>>();
            for (var writer = 0; writer < 4; writer++) {
                var random = new Random(seed + writer);
                writers.add(threads.submit(() -> {
                    for (var i = 0; i < 50; i++) {
                        write(random, committed);
                    }
                }));
            }
            for (var writer : writers) {
                writer.get();
            }
            writing.set(false);
            for (var sealer : sealers) {
                sealer.get();
            }
        }
        while (ledger.seal() > 0) {}

        assertThat(sealed()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(committed);
        assertThat(sql.queryForList("select position from ledger order by position", Long.class))
                .isEqualTo(LongStream.rangeClosed(1, committed.size()).boxed().toList());
    }

    @Test
    void wouldGiveAPositionTwiceWithoutTheLockOfItsHead() {
        var unlocked = new Ledger(sql, transactions, Clock.systemUTC()) {
            @Override
            Head lockHead() {
                var head = head("select last_position, sealed_at from ledger_head where id = 1");
                elsewhere(LedgerTest.this::append);
                elsewhere(ledger::seal);
                elsewhere(LedgerTest.this::append);
                return head;
            }
        };
        assertThatThrownBy(unlocked::seal).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void hashesEachEventAsItIsStored() throws Exception {
        var id = append();
        ledger.seal();
        var row = sql.queryForMap("select * from domain_event where event_identifier = ?", id);
        var leaf = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(leaf)) {
            out.writeByte(0);
            for (var column : List.of("event_identifier", "aggregate_type", "aggregate_identifier")) {
                writeField(out, row.get(column).toString().getBytes(StandardCharsets.UTF_8));
            }
            out.writeInt(8);
            out.writeLong((Long) row.get("sequence_number"));
            writeField(out, row.get("name").toString().getBytes(StandardCharsets.UTF_8));
            out.writeInt(-1);
            writeField(out, row.get("occurred_at").toString().getBytes(StandardCharsets.UTF_8));
            writeField(out, (byte[]) row.get("payload"));
            writeField(out, (byte[]) row.get("metadata"));
        }
        assertThat(sql.queryForObject("select leaf_hash from ledger", byte[].class))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(leaf.toByteArray()));
    }

    private static void writeField(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Test
    void tellsAnEventThatHasBeenChangedOrDeletedSince() {
        var ids = List.of(append(), append(), append());
        ledger.seal();
        sql.update("update domain_event set metadata = payload where event_identifier = ?", ids.get(1));
        sql.update("delete from domain_event where event_identifier = ?", ids.get(2));

        assertThat(ledger.isAsSealed(1)).isTrue();
        assertThat(ledger.isAsSealed(2)).isFalse();
        assertThat(ledger.isAsSealed(3)).isFalse();
        assertThat(ledger.isAsSealed(4)).isFalse();
    }

    @Test
    void refusesToPassByAnEventThatIsMissing() {
        append();
        var lost = append();
        append();
        ledger.seal();
        sql.update("delete from domain_event where event_identifier = ?", lost);

        assertThat(ledger.after(2, 10)).hasSize(1);
        assertThatThrownBy(() -> ledger.after(0, 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("position 2");
    }

    @Test
    void countsThatEveryEventIsSealedOrWaits() {
        append();
        ledger.seal();
        append();
        assertThat(ledger.count()).isEqualTo(new Ledger.Count(2, 1, 1, 1));
        assertThat(ledger.count().isComplete()).isTrue();
        assertThat(ledger.progress().waitingSince()).isEqualTo("2026-03-02T12:00:00.123456Z");

        sql.update("delete from unsealed_event");
        assertThat(ledger.count().isComplete()).as("one is neither").isFalse();
    }

    @Test
    void sealsNothingAtAnEarlierTimeThanWhatIsSealedAlready() {
        var anHourAhead = new Ledger(sql, transactions, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        append();
        anHourAhead.seal();
        append();
        ledger.seal();

        assertThat(sql.queryForList("select sealed_at from ledger", OffsetDateTime.class))
                .hasSize(2)
                .containsOnly(sql.queryForObject("select sealed_at from ledger_head", OffsetDateTime.class));
    }

    @Test
    void showsHowMuchWaitsAndForHowLong() {
        var metrics = new SimpleMeterRegistry();
        var source = new LedgerSource(
                ledger, Jackson3Serializer.builder().build(), NoOpEventUpcaster.INSTANCE, Clock.systemUTC());
        var sealer = new Sealer(ledger, source, metrics);
        append();
        assertThat(metrics.get("customer.accounts.ledger.unsealed").gauge().value())
                .isEqualTo(1);
        assertThat(metrics.get("customer.accounts.ledger.lag").timeGauge().value(TimeUnit.DAYS))
                .isPositive();

        sealer.start();
        eventually(
                () -> metrics.get("customer.accounts.ledger.sealed").counter().count() == 1);
        sealer.stop();

        assertThat(metrics.get("customer.accounts.ledger.unsealed").gauge().value())
                .isZero();
        assertThat(metrics.get("customer.accounts.ledger.lag").timeGauge().value(TimeUnit.DAYS))
                .isZero();
    }

    @Test
    void goesOnSealingWhenTheDatabaseIsBack() {
        var source = new LedgerSource(
                ledger, Jackson3Serializer.builder().build(), NoOpEventUpcaster.INSTANCE, Clock.systemUTC());
        var sealer = new Sealer(ledger, source, new SimpleMeterRegistry());
        sql.execute("alter table unsealed_event rename to away");
        sealer.start();
        try {
            eventually(sealer::isFailing);
            sql.execute("alter table away rename to unsealed_event");
            append();
            eventually(() -> ledger.lastPosition() == 1);
            eventually(() -> !sealer.isFailing());
        } finally {
            sealer.stop();
        }
        assertThat(sealer.isRunning()).isFalse();
    }

    @Test
    void findsThePositionOfAnInstant() {
        append();
        append();
        ledger.seal();
        var between = Clock.systemUTC().instant().plusSeconds(60);
        var later = new Ledger(sql, transactions, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
        append();
        later.seal();

        assertThat(ledger.positionAt(between.minus(Duration.ofHours(1)))).isZero();
        assertThat(ledger.positionAt(between)).isEqualTo(2);
        assertThat(ledger.positionAt(between.plus(Duration.ofHours(1)))).isEqualTo(3);
    }

    @Test
    void tellsWhoFollowsOfManyEventsAtOnceAndWhoWaitsForNewsOfEach() {
        var source = new LedgerSource(
                ledger, Jackson3Serializer.builder().build(), NoOpEventUpcaster.INSTANCE, Clock.systemUTC());
        var told = new AtomicInteger();
        var heard = new AtomicInteger();
        append();
        ledger.seal();
        try (var stream = source.openStream(source.createHeadToken())) {
            stream.setOnAvailableCallback(told::incrementAndGet);
            source.onGrowth(position -> heard.incrementAndGet());

            var started = System.nanoTime();
            for (var position = 2; position <= 1_000; position++) {
                source.announce(position);
            }
            append();
            ledger.seal();
            eventually(stream::hasNextAvailable);
            var periods = Duration.ofNanos(System.nanoTime() - started).toMillis() / 50;

            // Once when it is set, once at the beginning, and once in each period and the one that is not over.
            assertThat(told.get()).isBetween(2, (int) periods + 3);
            assertThat(heard.get()).isEqualTo(999);
        }
    }

    @Test
    void givesWhoFollowsWhatThisNodeHasSealedWithoutReadingItAgain() {
        var source = new LedgerSource(
                ledger, Jackson3Serializer.builder().build(), NoOpEventUpcaster.INSTANCE, Clock.systemUTC());
        var event = append();
        try (var stream = source.openStream(source.createHeadToken())) {
            source.announce(ledger.sealSome());
            sql.update("delete from ledger");

            eventually(() -> stream.peek()
                    .map(EventMessage::getIdentifier)
                    .filter(event.toString()::equals)
                    .isPresent());
        }
    }

    @Test
    void givesWhoFollowsEveryEventInOrderWhicheverNodeSeals() throws InterruptedException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var source = new LedgerSource(
                ledger, Jackson3Serializer.builder().build(), NoOpEventUpcaster.INSTANCE, Clock.systemUTC());
        var streams = new ArrayList<>(List.of(source.openStream(null), source.openStream(null)));
        var read = List.of(new ArrayList<String>(), new ArrayList<String>());
        var expected = new ArrayList<String>();
        for (var round = 0; round < 60; round++) {
            for (var events = random.nextInt(40); events >= 0; events--) {
                expected.add(append().toString());
            }
            if (random.nextBoolean()) {
                source.announce(ledger.sealSome());
            } else {
                ledger.seal();
                source.announce(ledger.lastPosition());
            }
            var one = random.nextInt(streams.size());
            for (var left = random.nextInt(80); left > 0 && streams.get(one).hasNextAvailable(); left--) {
                read.get(one).add(streams.get(one).nextAvailable().getIdentifier());
            }
        }
        for (var one = 0; one < streams.size(); one++) {
            while (read.get(one).size() < expected.size()) {
                read.get(one).add(streams.get(one).nextAvailable().getIdentifier());
            }
            assertThat(read.get(one)).as("seed %d", seed).isEqualTo(expected);
            streams.get(one).close();
        }
    }

    @Test
    void feedsAStreamingProcessorEveryEventOnceAndInOrderAlsoAfterARestart() {
        var source = new LedgerSource(
                ledger, Jackson3Serializer.builder().build(), NoOpEventUpcaster.INSTANCE, Clock.systemUTC());
        var sealer = new Sealer(ledger, source, new SimpleMeterRegistry());
        var tokens = new InMemoryTokenStore();
        var seen = new CopyOnWriteArrayList<String>();
        var expected = new ArrayList<String>();
        sealer.start();
        try {
            for (var start = 0; start < 2; start++) {
                var processor = processor(source, tokens, seen);
                processor.start();
                for (var i = 0; i < 700; i++) {
                    expected.add(append().toString());
                    sealer.wake();
                }
                eventually(() -> seen.size() >= expected.size());
                processor.shutDown();
            }
        } finally {
            sealer.stop();
        }
        assertThat(seen).containsExactlyElementsOf(expected);
        assertThat(source.createHeadToken()).isEqualTo(new GlobalSequenceTrackingToken(1_400));
    }

    private static PooledStreamingEventProcessor processor(
            LedgerSource source, InMemoryTokenStore tokens, List<String> seen) {
        return PooledStreamingEventProcessor.builder()
                .name("test")
                .messageSource(source)
                .tokenStore(tokens)
                .transactionManager(NoTransactionManager.INSTANCE)
                .initialSegmentCount(1)
                .coordinatorExecutor(Executors.newScheduledThreadPool(1))
                .workerExecutor(Executors.newScheduledThreadPool(1))
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(new Seen(seen))
                        .build())
                .build();
    }

    private record Seen(List<String> ids) {
        @EventHandler
        @SuppressWarnings("UnusedMethod") // called by Axon
        void on(EventMessage<String> event) {
            ids.add(event.getIdentifier());
        }
    }

    private void write(Random random, List<UUID> committed) {
        var events = new ArrayList<UUID>();
        var rollBack = random.nextInt(4) == 0;
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            for (var i = 0; i <= random.nextInt(3); i++) {
                events.add(appendWithin());
            }
            if (rollBack) {
                status.setRollbackOnly();
            }
        });
        if (!rollBack) {
            committed.addAll(events);
        }
    }

    private void sealWhile(AtomicBoolean writing) {
        while (writing.get()) {
            ledger.seal();
        }
    }

    private UUID append() {
        return new TransactionTemplate(transactions).execute(status -> appendWithin());
    }

    /** An event and its place in the queue, as the event store writes them. */
    private UUID appendWithin() {
        var id = UUID.randomUUID();
        sql.update(
                """
                insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                                          occurred_at, payload, metadata)
                values (?, 'test', ?, 0, 'java.lang.String', '2026-03-02T12:00:00.123456Z', ?, ?)
                """,
                id,
                UUID.randomUUID(),
                "\"payload\"".getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8));
        sql.update("insert into unsealed_event (event_identifier, customer_id) values (?, ?)", id, UUID.randomUUID());
        return id;
    }

    /** In another thread, and therefore in another transaction. */
    private static <T> T elsewhere(Callable<T> work) {
        try (var other = Executors.newSingleThreadExecutor()) {
            return other.submit(work).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<UUID> sealed() {
        return sql.queryForList("select event_identifier from ledger order by position", UUID.class);
    }

    /** Reads on from a number, the way that loses events. */
    private long readByNumber(long after, List<UUID> into) {
        var last = new long[] {after};
        sql.query(
                "select global_index, event_identifier from domain_event where global_index > ? order by global_index",
                row -> {
                    last[0] = row.getLong(1);
                    into.add(row.getObject(2, UUID.class));
                },
                after);
        return last[0];
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void eventually(BooleanSupplier condition) {
        var deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
