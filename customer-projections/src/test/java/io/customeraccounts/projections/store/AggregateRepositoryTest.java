package io.customeraccounts.projections.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.projections.store.Counter.Count;
import io.customeraccounts.projections.store.Counter.CountAndFail;
import io.customeraccounts.projections.store.Counter.Name;
import io.customeraccounts.projections.store.Counter.Open;
import io.customeraccounts.projections.store.Counter.Refuse;
import io.customeraccounts.projections.store.Counter.Refused;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.LongStream;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.UnexpectedRollbackException;

@ParameterizedClass
@EnumSource(Databases.class)
class AggregateRepositoryTest {

    private static final List<String> ONE_LOOK_AT_THE_EVENTS = List.of("select domain_event");

    @Parameter
    Databases kind;

    private final UUID counter = UUID.randomUUID();
    private final InMemoryVault vault = new InMemoryVault();
    private HikariDataSource database;
    private JdbcClient sql;
    private Node node;

    @BeforeEach
    void open() {
        database = kind.laidOut();
        sql = JdbcClient.create(database);
        node = new Node(database, vault);
        node.send(new Open(counter));
    }

    @AfterEach
    void close() {
        node.close();
        database.close();
    }

    @Test
    void decidesOnWhatOtherNodesHaveCommitted() {
        try (var other = new Node(database, vault)) {
            other.count(counter, 1);
            assertThat(node.total(counter)).isEqualTo(1);

            other.count(counter, 2);

            assertThat(node.count(counter, 1)).isEqualTo(4);
            assertThat(other.total(counter)).isEqualTo(4);
        }
    }

    @Test
    void refusesOnWhatOtherNodesHaveCommitted() {
        try (var other = new Node(database, vault)) {
            assertThatThrownBy(() -> node.send(new Refuse(counter)))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.total).isZero());

            other.count(counter, 2);

            assertThatThrownBy(() -> node.send(new Refuse(counter)))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.total).isEqualTo(2));
        }
    }

    @Test
    void readsOnlyWhatIsNew() {
        node.count(counter, 3);
        node.statements.sent();

        node.count(counter, 1);

        assertThat(node.statements.sent()).containsExactly("select domain_event", "insert domain_event");
    }

    @Test
    void staysInMemoryAfterARefusal() {
        node.count(counter, 3);
        assertThatThrownBy(() -> node.send(new Refuse(counter))).isInstanceOf(Refused.class);
        node.statements.sent();

        assertThat(node.total(counter)).isEqualTo(3);
        assertThat(node.statements.sent()).isEqualTo(ONE_LOOK_AT_THE_EVENTS);
    }

    @Test
    void staysInMemoryAfterARefusalWithinALargerUnitOfWork() {
        node.inOneUnitOfWork(() -> {
            assertThatThrownBy(() -> node.send(new Refuse(counter))).isInstanceOf(Refused.class);
            node.statements.sent();
            assertThat(node.total(counter)).isZero();
            return assertThat(node.statements.sent()).isEqualTo(ONE_LOOK_AT_THE_EVENTS);
        });

        assertThat(node.total(counter)).isZero();
        assertThat(node.statements.sent()).isEqualTo(ONE_LOOK_AT_THE_EVENTS);
    }

    @Test
    void forgetsWhatACommandAppliedBeforeItFailed() {
        node.count(counter, 1);

        assertThatThrownBy(() -> node.send(new CountAndFail(counter))).isInstanceOf(Refused.class);

        assertThat(node.total(counter)).isEqualTo(1);
        assertThat(node.count(counter, 1)).isEqualTo(2);
        assertThat(node.sequenceNumbers(counter)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void forgetsWhatWasRolledBackBecauseOfItsConsequences() {
        node.inTransaction = events -> {
            throw new IllegalStateException("a read table cannot be written");
        };
        assertThatThrownBy(() -> node.count(counter, 1)).isInstanceOf(IllegalStateException.class);
        node.inTransaction = events -> {};

        assertThat(node.total(counter)).isZero();
    }

    @Test
    void forgetsWhatALargerUnitOfWorkRolledBack() {
        assertThatThrownBy(() -> node.inOneUnitOfWork(() -> {
                    node.count(counter, 5);
                    throw new IllegalStateException("the answer cannot be stored");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(node.total(counter)).isZero();
        assertThat(node.count(counter, 1)).isEqualTo(1);
        assertThat(node.sequenceNumbers(counter)).containsExactly(0L, 1L);
    }

    @Test
    void forgetsWhatAnOuterTransactionRolledBack() {
        node.transactions.executeWithoutResult(transaction -> {
            node.count(counter, 5);
            assertThat(node.total(counter)).isEqualTo(5);
            assertThatThrownBy(() -> node.send(new Refuse(counter))).isInstanceOf(Refused.class);
            transaction.setRollbackOnly();
        });

        assertThat(node.total(counter)).isZero();
    }

    @Test
    void forgetsWhatTheDatabaseDidNotCommit() {
        node.inTransaction =
                events -> node.transactions.executeWithoutResult(transaction -> transaction.setRollbackOnly());
        assertThatThrownBy(() -> node.count(counter, 1)).isInstanceOf(UnexpectedRollbackException.class);
        node.inTransaction = events -> {};

        assertThat(node.total(counter)).isZero();
    }

    @Test
    void forgetsANewAggregateThatWasRolledBack() {
        var another = UUID.randomUUID();
        assertThatThrownBy(() -> node.inOneUnitOfWork(() -> {
                    node.send(new Open(another));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThatThrownBy(() -> node.total(another)).isInstanceOf(AggregateNotFoundException.class);
        node.send(new Open(another));
        assertThat(node.total(another)).isZero();
    }

    @Test
    void seesItsOwnChangesWithinALargerUnitOfWork() {
        var total = node.inOneUnitOfWork(() -> {
            node.count(counter, 2);
            assertThatThrownBy(() -> node.send(new Refuse(counter))).isInstanceOf(Refused.class);
            node.count(counter, 1);
            return node.total(counter);
        });

        assertThat(total).isEqualTo(3);
        assertThat(node.total(counter)).isEqualTo(3);
        assertThat(node.sequenceNumbers(counter)).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void storesOneOfTwoDecisionsOnTheSameState() {
        storesOneOfTwoDecisions();
    }

    @Test
    void wouldStoreBothWithoutTheUniqueNumber() {
        sql.sql("alter table domain_event drop constraint domain_event_sequence")
                .update();

        assertThatThrownBy(this::storesOneOfTwoDecisions).isInstanceOf(AssertionError.class);
        assertThat(node.sequenceNumbers(counter)).containsExactly(0L, 1L, 1L);
    }

    private void storesOneOfTwoDecisions() {
        try (var other = new Node(database, vault)) {
            assertThatThrownBy(() -> node.inOneUnitOfWork(() -> {
                        node.total(counter);
                        other.count(counter, 1);
                        return node.count(counter, 1);
                    }))
                    .isInstanceOf(ConcurrencyException.class);

            assertThat(node.sequenceNumbers(counter)).containsExactly(0L, 1L);
            assertThat(node.total(counter)).isEqualTo(1);
        }
    }

    @Test
    void losesNothingWhenNodesAndThreadsCompete() throws Exception {
        var threads = 3;
        var commands = 20;
        try (var other = new Node(database, vault);
                var executor = Executors.newFixedThreadPool(2 * threads)) {
            var work = new ArrayList<Callable<Void>>();
            for (var competitor : List.of(node, other)) {
                for (var i = 0; i < threads; i++) {
                    work.add(() -> {
                        for (var j = 0; j < commands; j++) {
                            competitor.sendUntilAccepted(new Count(counter, 1));
                        }
                        return null;
                    });
                }
            }
            for (var done : executor.invokeAll(work)) {
                done.get();
            }

            var all = 2 * threads * commands;
            assertThat(node.total(counter)).isEqualTo(all);
            assertThat(other.total(counter)).isEqualTo(all);
            assertThat(node.sequenceNumbers(counter))
                    .isEqualTo(LongStream.rangeClosed(0, all).boxed().toList());
        }
    }

    @Test
    void keepsPersonalValuesSealedInMemory() {
        var key = new KeyId(UUID.randomUUID());
        node.send(new Name(counter, new Personal.Known(key, "Anna Alder")));

        var name = node.name(counter);

        assertThat(name).isInstanceOf(Personal.Sealed.class);
        assertThat(vault.open(name)).isEqualTo(new Personal.Known(key, "Anna Alder"));
        vault.destroy(key);
        assertThat(vault.open(node.name(counter))).isEqualTo(new Personal.Erased(key));
    }

    @Test
    void takesASnapshotEveryHundredEvents() throws Exception {
        node.count(counter, 98);
        node.awaitSnapshots();
        assertThat(snapshots()).isEmpty();

        node.count(counter, 1);
        node.awaitSnapshots();
        assertThat(snapshots()).containsExactly(99L);

        node.count(counter, 150);
        node.awaitSnapshots();
        assertThat(snapshots()).containsExactly(249L);
    }

    /** With n events: 100 events each up to 2,000, then 200 up to 4,000, and so on. */
    @Test
    void takesSnapshotsOfLargeAggregatesAfterATenthOfTheirEvents() {
        var due = LongStream.range(0, 100_000)
                .filter(version -> AggregateRepository.isSnapshotDue(version - 1, version))
                .map(version -> version + 1)
                .boxed()
                .toList();

        assertThat(due).hasSize(75).startsWith(100L, 200L).contains(2_000L, 2_200L, 4_000L, 4_400L, 96_000L);
        assertThat(due).doesNotContain(2_100L, 4_200L);
        for (var next = 1; next < due.size(); next++) {
            var further = due.get(next) - due.get(next - 1);
            assertThat(further).isLessThanOrEqualTo(Math.max(100, due.get(next) / 10));
        }
    }

    @Test
    void startsFromTheSnapshot() throws Exception {
        node.count(counter, 120);
        node.awaitSnapshots();
        node.count(counter, 3);

        sql.sql("delete from domain_event where sequence_number < 100").update();

        try (var fresh = new Node(database, vault)) {
            assertThat(fresh.total(counter)).isEqualTo(123);
            assertThat(fresh.statements.sent()).containsExactly("select snapshot_event", "select domain_event");
        }
        sql.sql("delete from snapshot_event").update();
        try (var fresh = new Node(database, vault)) {
            assertThatThrownBy(() -> fresh.total(counter))
                    .as("without the snapshot")
                    .isNotNull();
        }
    }

    @Test
    void ignoresSnapshotsItCannotUse() throws Exception {
        node.count(counter, 120);
        node.awaitSnapshots();

        sql.sql("update snapshot_event set revision = 'of other fields', payload = ?")
                .param(new byte[] {'{', '}'})
                .update();
        try (var fresh = new Node(database, vault)) {
            assertThat(fresh.total(counter)).isEqualTo(120);
        }
        sql.sql("update snapshot_event set revision = ?, payload = ?")
                .params(node.serializer.typeForClass(Counter.class).getRevision(), new byte[] {'{'})
                .update();
        try (var fresh = new Node(database, vault)) {
            assertThat(fresh.total(counter)).isEqualTo(120);
        }
    }

    @Test
    void goesOnWhileASnapshotIsTaken() throws Exception {
        var taken = new CountDownLatch(1);
        try (var executor = Executors.newSingleThreadExecutor();
                var other = new Node(
                        database,
                        vault,
                        task -> executor.execute(() -> {
                            await(taken);
                            task.run();
                        }))) {
            other.count(counter, 120);

            assertThat(other.count(counter, 1)).isEqualTo(121);
            assertThat(snapshots()).isEmpty();

            taken.countDown();
        }
        assertThat(snapshots()).containsExactly(121L);
    }

    @Test
    void doesWithoutSnapshotsThatFail() throws Exception {
        sql.sql("alter table snapshot_event add constraint refuses_all check (part < 0)")
                .update();
        try (var refusing = new Node(database, vault, task -> {
            throw new RejectedExecutionException();
        })) {
            node.count(counter, 120);
            node.awaitSnapshots();
            assertThat(refusing.count(counter, 120)).isEqualTo(240);
            assertThat(node.total(counter)).isEqualTo(240);
        }
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void knowsNoAggregateThatNothingHappenedTo() {
        assertThatThrownBy(() -> node.total(UUID.randomUUID())).isInstanceOf(AggregateNotFoundException.class);
    }

    private List<Long> snapshots() {
        return sql.sql("select sequence_number from snapshot_event order by sequence_number, part")
                .query(Long.class)
                .list();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
