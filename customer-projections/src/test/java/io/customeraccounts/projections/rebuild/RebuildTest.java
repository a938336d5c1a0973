package io.customeraccounts.projections.rebuild;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.groups.SqlGroups;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.messages.Messages;
import io.customeraccounts.projections.privacy.JdbcPersonalDataVault;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.RandomHistory;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Somebody;
import io.customeraccounts.projections.testing.TestClock;
import io.customeraccounts.projections.testing.Waiting;
import io.customeraccounts.projections.users.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Rule: Rebuild. A read table is rebuilt from the events while everything goes on. */
@ParameterizedClass
@EnumSource
class RebuildTest {

    private static final String USERS = "customer_user";
    private static final List<String> TABLES = List.of(
            "customer",
            USERS,
            "added_group",
            "invitation",
            "general_data",
            "billing_address",
            "payment_method",
            "project",
            "project_location",
            "project_access",
            "message",
            "message_reading");

    private final Databases kind;
    private final ExecutorService elsewhere = Executors.newCachedThreadPool();
    private final TestClock nodes = new TestClock(NOON);
    private ReadSide is;
    private JdbcTransactionManager manager;
    private JdbcEventStorage store;
    private Ledger ledger;
    private LedgerSource source;
    private Rebuilds rebuilds;

    RebuildTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(
                kind, it -> new JdbcPersonalDataVault(it.sql, it.clock, new SecretKeySpec(new byte[32], "AES")));
        manager = new JdbcTransactionManager(is.database);
        var serializer = new EventSerializer(is.vault, Map.of());
        store = new JdbcEventStorage(is.database, serializer, NoOpEventUpcaster.INSTANCE, () -> {});
        ledger = new Ledger(new JdbcTemplate(is.database), manager, is.clock);
        source = new LedgerSource(ledger, serializer, NoOpEventUpcaster.INSTANCE, is.clock);
        rebuilds = new Rebuilds(
                is.sql,
                nodes,
                List.of(
                        Customers.TABLE,
                        Users.TABLE,
                        SqlGroups.TABLE,
                        Invitations.TABLE,
                        GeneralData.TABLE,
                        GeneralData.BILLING_ADDRESSES,
                        GeneralData.PAYMENT_METHODS,
                        Projects.TABLE,
                        Projects.LOCATIONS,
                        Grants.TABLE,
                        Messages.TABLE,
                        Messages.READINGS));
    }

    @AfterEach
    void close() {
        elsewhere.shutdownNow();
        is.close();
    }

    /** One node; parts are small, so that a rebuild has many. */
    private Rebuilder node() {
        return node(() -> {});
    }

    /** @param beforeEach statement for the copy of the users */
    private Rebuilder node(Runnable beforeEach) {
        return new Rebuilder(
                List.of(
                        new Rebuildable(
                                Customers.TABLE, (table, vault) -> Customers.projection(table, Groups.shipped())),
                        new Rebuildable(
                                Users.TABLE,
                                (table, vault) -> Users.projection(
                                        statement -> {
                                            beforeEach.run();
                                            return table.sql(statement);
                                        },
                                        vault,
                                        Groups.shipped())),
                        new Rebuildable(SqlGroups.TABLE, (table, vault) -> SqlGroups.projection(table)),
                        new Rebuildable(Invitations.TABLE, Invitations::projection),
                        new Rebuildable(GeneralData.TABLE, GeneralData::projection),
                        new Rebuildable(GeneralData.BILLING_ADDRESSES, GeneralData::billingAddressProjection),
                        new Rebuildable(GeneralData.PAYMENT_METHODS, GeneralData::paymentMethodProjection),
                        new Rebuildable(Projects.TABLE, (table, vault) -> Projects.projection(table)),
                        new Rebuildable(Projects.LOCATIONS, (table, vault) -> Projects.locationProjection(table)),
                        new Rebuildable(Grants.TABLE, (table, vault) -> Grants.projection(table)),
                        new Rebuildable(Messages.TABLE, (table, vault) -> Messages.projection(table)),
                        new Rebuildable(Messages.READINGS, (table, vault) -> Messages.readingProjection(table))),
                rebuilds,
                source,
                ledger,
                is.database,
                manager,
                is.vault,
                50,
                7);
    }

    // What is right, and what is wrong

    @Test
    void findsNothingInTablesThatAreRight() {
        history(1, 350);
        var before = is.rows();

        TABLES.forEach(this::rebuild);

        assertThat(rebuilds.all().stream().filter(it -> TABLES.contains(it.table())))
                .hasSameSizeAs(TABLES)
                .allSatisfy(it -> {
                    assertThat(it.state()).isEqualTo(RebuildState.FINISHED);
                    assertThat(it.differences()).isZero();
                    assertThat(it.percent()).isEqualTo(100);
                    assertThat(it.eventsRead()).isEqualTo(ledger.lastPosition()).isGreaterThan(300);
                    assertThat(it.rowsCompared()).isEqualTo(it.rows()).isGreaterThan(3);
                    assertThat(rebuilds.differences(it.table())).isEmpty();
                });
        assertThat(is.rows()).isEqualTo(before);
        TABLES.forEach(table -> assertThat(count(table + "_rebuild")).isZero());
    }

    @Test
    void namesAndRepairsValuesThatDiffer() {
        acme();
        var before = is.rows();
        is.sql
                .sql("update customer_user set group_name = 'WRONG', full_name = 'Wrong Name', version = version + 7"
                        + " where membership_id = :ben")
                .param("ben", BEN.in(ACME).value())
                .update();

        rebuild(USERS);

        assertThat(is.rows()).isEqualTo(before);
        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isEqualTo(1);
        assertThat(rebuilds.differences(USERS))
                .extracting(
                        Difference::table, Difference::key, Difference::column, Difference::live, Difference::rebuilt)
                .containsExactly(
                        tuple(USERS, BEN.in(ACME).value(), "full_name", "***", "***"),
                        tuple(USERS, BEN.in(ACME).value(), "group_name", "WRONG", "CUSTOMER_EMPLOYEE"),
                        tuple(USERS, BEN.in(ACME).value(), "version", "9", "2"));
    }

    @Test
    void namesAndRepairsRowsThatAreMissingOrShouldNotBeThere() {
        acme();
        var before = is.rows();
        var stranger = UUID.randomUUID();
        is.sql
                .sql("delete from customer_user where membership_id = :cleo")
                .param("cleo", CLEO.in(ACME).value())
                .update();
        // In her place: what is unique of her belongs to another row.
        is.sql
                .sql("""
                insert into customer_user
                    (membership_id, customer_id, person_id, active_person, group_name, language, joined_at, version)
                values (:stranger, :acme, :cleo, :cleo, 'CUSTOMER_ADMIN', 'EN', current_timestamp, 0)
                """)
                .param("stranger", stranger)
                .param("acme", ACME.id().value())
                .param("cleo", CLEO.id().value())
                .update();

        rebuild(USERS);

        assertThat(is.rows()).isEqualTo(before);
        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isEqualTo(2);
        assertThat(rebuilds.differences(USERS))
                .extracting(Difference::key, Difference::column, Difference::live, Difference::rebuilt)
                .containsExactlyInAnyOrder(
                        tuple(CLEO.in(ACME).value(), null, null, "row"), tuple(stranger, null, "row", null));
    }

    @Test
    void repairsRowsThatHaveEachOthersPlace() {
        acme();
        var before = is.rows();
        place(BEN, null);
        place(CLEO, BEN.id().value());
        place(BEN, CLEO.id().value());

        rebuild(USERS);

        assertThat(is.rows()).isEqualTo(before);
    }

    private void place(Somebody user, @Nullable UUID person) {
        is.sql
                .sql("update customer_user set active_person = :person where membership_id = :membership")
                .param("person", person)
                .param("membership", user.in(ACME).value())
                .update();
    }

    @Test
    void repairsARowWhosePlaceAnotherHasThatIsComparedLater() {
        acme();
        var last = UUID.fromString("ffffffff-ffff-4fff-bfff-ffffffffffff");
        for (var number = 0; number < 20; number++) {
            happens(NOON, Crowd.member(number).employee(ACME));
        }
        var before = is.rows();
        is.sql
                .sql("delete from customer_user where membership_id = :ben")
                .param("ben", BEN.in(ACME).value())
                .update();
        is.sql
                .sql("""
                insert into customer_user
                    (membership_id, customer_id, person_id, active_person, group_name, language, joined_at, version)
                values (:last, :acme, :ben, :ben, 'CUSTOMER_ADMIN', 'EN', current_timestamp, 0)
                """)
                .param("last", last)
                .param("acme", ACME.id().value())
                .param("ben", BEN.id().value())
                .update();

        rebuild(USERS);

        assertThat(is.rows()).isEqualTo(before);
        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isEqualTo(2);
    }

    @Test
    void repairsEveryTableWhateverIsWrongWithIt() {
        history(2, 200);
        var before = is.rows();
        is.sql
                .sql("update customer set name = 'Wrong', by_name = null, confirmation_hash = null")
                .update();
        is.sql
                .sql("update customer_user set active_person = null, by_joined = null where version > 3")
                .update();
        is.sql.sql("delete from invitation where state = 'PENDING'").update();
        is.sql
                .sql("update invitation set state = 'EXPIRED', delivery = 'FAILED'")
                .update();

        TABLES.forEach(this::rebuild);

        assertThat(is.rows()).isEqualTo(before);
    }

    // While commands go on

    @Test
    void losesNothingOfWhatIsWrittenMeanwhile() throws Exception {
        history(3, 100);
        var writing = elsewhere.submit(() -> {
            RandomHistory.decisions(3).skip(100).limit(700).forEach(this::happens);
            return true;
        });
        var node = node();
        var rounds = 0;
        while (!writing.isDone()) {
            for (var table : TABLES) {
                rebuild(node, table);
                assertThat(rebuilds.find(table).orElseThrow().differences()).isZero();
                assertThat(rebuilds.find(table).orElseThrow().state()).isEqualTo(RebuildState.FINISHED);
            }
            rounds++;
        }
        writing.get();

        assertThat(rounds).isPositive();
        assertThat(is.rows()).isEqualTo(replayed());
    }

    @Test
    void repairsWhatIsDamagedWhileItIsWritten() throws Exception {
        history(4, 100);
        var writing = elsewhere.submit(() -> {
            RandomHistory.decisions(4).skip(100).limit(500).forEach(this::happens);
            return true;
        });
        var node = node();
        while (!writing.isDone()) {
            is.sql.sql("delete from customer_user where mod(version, 5) = 3").update();
            is.sql
                    .sql(
                            "update customer_user set version = version + 1, group_name = 'WRONG' where mod(version, 5) = 1")
                    .update();
            rebuild(node, USERS);
        }
        writing.get();
        rebuild(node, USERS);

        assertThat(is.rows()).isEqualTo(replayed());
    }

    @Test
    void waitsForACommandThatDidNotFindTheRowItWasToChange() throws Exception {
        acme();
        var changed = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        is.sql
                .sql("delete from customer_user where membership_id = :ben")
                .param("ben", BEN.in(ACME).value())
                .update();
        var command = elsewhere.submit(() -> is.transactions.execute(transaction -> {
            happens(
                    NOON,
                    new GroupChanged(ACME.id(), BEN.in(ACME), Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN, false));
            changed.countDown();
            return await(mayCommit);
        }));
        await(changed);
        var rebuild = elsewhere.submit(() -> {
            rebuild(USERS);
            return true;
        });
        Waiting.until(() -> count("customer_user where membership_id = '" + BEN.in(ACME) + "'") == 1);
        mayCommit.countDown();
        command.get(10, TimeUnit.SECONDS);
        rebuild.get(10, TimeUnit.SECONDS);

        assertThat(is.users.presentOrFormer(BEN.in(ACME)).orElseThrow().group()).isEqualTo(Groups.CUSTOMER_ADMIN);
        assertThat(is.rows()).isEqualTo(replayed());
    }

    // Nodes

    @Test
    void goesOnWhereANodeDied() {
        history(5, 250);
        seal();
        rebuilds.start(USERS);
        var first = node();
        for (var i = 0; i < 3; i++) {
            assertThat(first.step(USERS)).isTrue();
        }
        var read = rebuilds.find(USERS).orElseThrow().eventsRead();
        assertThat(read).isEqualTo(150);

        var second = node();
        assertThat(second.step(USERS)).as("while the first may live").isFalse();
        nodes.moveTo(NOON.plus(Rebuilds.CLAIM).plusSeconds(1));
        assertThat(second.step(USERS)).isTrue();
        assertThat(rebuilds.find(USERS).orElseThrow().eventsRead()).isEqualTo(read + 50);
        assertThat(first.step(USERS)).as("the first, if it lives").isFalse();

        finish(second, USERS);
        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isZero();
    }

    @Test
    void comparesOnWhereANodeDied() {
        history(6, 1_500);
        rebuilds.start(USERS);
        var first = node();
        while (rebuilds.find(USERS).orElseThrow().rowsCompared() < 14) {
            assertThat(first.step(USERS)).isTrue();
        }
        nodes.moveTo(NOON.plus(Rebuilds.CLAIM).plusSeconds(1));
        finish(node(), USERS);

        var progress = rebuilds.find(USERS).orElseThrow();
        assertThat(progress.differences()).isZero();
        assertThat(progress.rowsCompared()).isEqualTo(progress.rows());
    }

    @Test
    void isDoneByOneNodeAtATime() throws Exception {
        history(7, 250);
        seal();
        var damaged = damage();
        rebuilds.start(USERS);
        Callable<Integer> worker = () -> {
            var node = node();
            var parts = 0;
            while (rebuilds.find(USERS).orElseThrow().state() == RebuildState.RUNNING) {
                parts += node.step(USERS) ? 1 : 0;
            }
            return parts;
        };
        var first = elsewhere.submit(worker);
        var second = elsewhere.submit(worker);

        assertThat(List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS)))
                .as("parts done by each")
                .contains(0);
        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isEqualTo(damaged);
        assertThat(is.rows()).isEqualTo(replayed());
    }

    // Pause, cancel

    @Test
    void pausesAndGoesOn() {
        history(8, 150);
        seal();
        rebuilds.start(USERS);
        var node = node();
        node.step(USERS);

        assertThat(rebuilds.pause(USERS)).isTrue();
        assertThat(rebuilds.pause(USERS)).isTrue();
        assertThat(node.step(USERS)).isFalse();
        assertThat(rebuilds.find(USERS)).hasValueSatisfying(it -> {
            assertThat(it.state()).isEqualTo(RebuildState.PAUSED);
            assertThat(it.eventsRead()).isEqualTo(50);
            assertThat(it.left()).isNull();
        });
        assertThat(rebuilds.start(USERS)).as("another one").isFalse();

        assertThat(rebuilds.resume(USERS)).isTrue();
        node.step(USERS);
        assertThat(rebuilds.find(USERS).orElseThrow().eventsRead()).isEqualTo(100);
        finish(node, USERS);
        assertThat(rebuilds.pause(USERS)).as("when it has ended").isFalse();
        assertThat(rebuilds.resume(USERS)).isFalse();
        assertThat(rebuilds.cancel(USERS)).isFalse();
    }

    @Test
    void isCancelledAndStartsAnewWithNothingLeftOver() {
        history(9, 150);
        seal();
        var damaged = damage();
        rebuilds.start(USERS);
        var node = node();
        node.step(USERS);
        assertThat(rebuilds.cancel(USERS)).isTrue();
        assertThat(node.step(USERS)).isFalse();
        assertThat(rebuilds.find(USERS).orElseThrow().endedAt()).isEqualTo(NOON);
        assertThat(count("customer_user_rebuild")).as("rows left by who died").isPositive();

        rebuild(node, USERS);

        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isEqualTo(damaged);
        assertThat(is.rows()).isEqualTo(replayed());
    }

    @Test
    void takesNothingForTheNextRebuildThatWasComparedForTheLast() throws Exception {
        acme();
        var again = new AtomicBoolean(true);
        // Nothing is sealed yet, so these statements are those of the comparison.
        var node = node(() -> {
            if (again.getAndSet(false)) {
                elsewhereNow(() -> rebuilds.cancel(USERS) && rebuilds.start(USERS));
            }
        });
        rebuilds.start(USERS);

        assertThat(node.step(USERS)).isTrue();

        assertThat(rebuilds.find(USERS)).hasValueSatisfying(it -> {
            assertThat(it.state()).isEqualTo(RebuildState.RUNNING);
            assertThat(it.rowsCompared()).isZero();
        });
        finish(node, USERS);
    }

    private void elsewhereNow(Callable<Boolean> work) {
        try {
            assertThat(elsewhere.submit(work).get(10, TimeUnit.SECONDS)).isTrue();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failsIfAnEventCannotBeReadAndLeavesTheTableAsItIs() {
        acme();
        seal();
        damage();
        var before = is.rows();
        var node = node(() -> {
            throw new IllegalStateException("planted");
        });
        rebuilds.start(USERS);
        node.start();
        try {
            Waiting.until(() -> {
                node.wake();
                return rebuilds.find(USERS).orElseThrow().state() == RebuildState.FAILED;
            });
        } finally {
            node.stop();
        }
        assertThat(is.rows()).isEqualTo(before);
        assertThat(rebuilds.start(USERS)).as("another one").isTrue();
    }

    @Test
    void runsByItselfAndEmptiesTheCopyOfWhatWasCancelled() {
        history(10, 150);
        seal();
        var node = node();
        rebuilds.start(USERS);
        node.step(USERS);
        rebuilds.cancel(USERS);
        assertThat(count("customer_user_rebuild")).isPositive();
        node.start();
        try {
            node.wake();
            Waiting.until(() -> count("customer_user_rebuild") == 0);
            rebuilds.start("customer");
            node.wake();
            Waiting.until(() -> rebuilds.find("customer").orElseThrow().state() == RebuildState.FINISHED);
        } finally {
            node.stop();
        }
    }

    // Erasure

    @Test
    void whoIsErasedMeanwhileStaysErased() {
        acme();
        muchElse();
        rebuilds.start(USERS);
        var node = node();
        node.step(USERS);
        assertThat(names("customer_user_rebuild")).as("in the copy").isEqualTo(3);

        is.transactions.executeWithoutResult(transaction -> {
            is.vault.destroy(KeyId.of(BEN.id()));
            is.users.blank(BEN.id());
        });

        assertThat(names("customer_user_rebuild")).isEqualTo(2);
        finish(node, USERS);
        assertThat(names(USERS)).isEqualTo(2);
        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isZero();
        assertThat(is.rows()).isEqualTo(replayed());
    }

    @Test
    void wouldBringTheNameBackIfTheCopyWereNotBlankedToo() {
        acme();
        muchElse();
        rebuilds.start(USERS);
        var node = node();
        node.step(USERS);
        is.vault.destroy(KeyId.of(BEN.id()));
        is.sql
                .sql("update customer_user set full_name = null where person_id = :ben")
                .param("ben", BEN.id().value())
                .update();
        finish(node, USERS);

        assertThat(names(USERS)).isEqualTo(3);
    }

    @Test
    void whoIsErasedAfterTheyWereReadAheadStaysErased() {
        var node = nodeThatHasReadAcmeAhead();

        is.transactions.executeWithoutResult(transaction -> {
            is.vault.destroy(KeyId.of(BEN.id()));
            is.users.blank(BEN.id());
        });

        finish(node, USERS);
        assertThat(names(USERS)).isEqualTo(2);
        assertThat(rebuilds.find(USERS).orElseThrow().differences()).isZero();
        assertThat(is.rows()).isEqualTo(replayed());
    }

    @Test
    void wouldBringTheNameBackIfNobodyWereToldOfTheErasure() {
        var node = nodeThatHasReadAcmeAhead();

        is.vault.destroy(KeyId.of(BEN.id()));
        for (var table : List.of(USERS, "customer_user_rebuild")) {
            is.sql
                    .sql("update " + table + " set full_name = null where person_id = :ben")
                    .param("ben", BEN.id().value())
                    .update();
        }

        finish(node, USERS);
        assertThat(names(USERS)).isEqualTo(3);
    }

    private Rebuilder nodeThatHasReadAcmeAhead() {
        muchElse();
        acme();
        seal();
        rebuilds.start(USERS);
        var statements = new AtomicInteger();
        var node = node(statements::incrementAndGet);
        assertThat(node.step(USERS)).isTrue();
        Waiting.until(() -> statements.get() == 3);
        assertThat(count("customer_user_rebuild")).isZero();
        return node;
    }

    @Test
    void anInvitationThatIsErasedMeanwhileStaysErased() {
        happens(NOON, ACME.opened(ANNA));
        happens(NOON, BEN.invited(ACME, null, NOON.plus(Duration.ofDays(7))));
        muchElse();
        rebuilds.start("invitation");
        var node = node();
        node.step("invitation");

        is.transactions.executeWithoutResult(transaction -> {
            is.vault.destroy(KeyId.of(BEN.invitedTo(ACME)));
            is.invitations.blank(BEN.invitedTo(ACME));
        });

        assertThat(names("invitation_rebuild")).isZero();
        finish(node, "invitation");
        assertThat(names("invitation")).isZero();
    }

    @Test
    void anErasureWaitsForThePartThatIsBeingRead() throws Exception {
        acme();
        rebuilds.start(USERS);
        Future<?> erasure = is.transactions.execute(part -> {
            rebuilds.claim(USERS, "somebody");
            var begun = elsewhere.submit(
                    () -> is.transactions.executeWithoutResult(transaction -> is.users.blank(BEN.id())));
            Waiting.until(is::isSomebodyWaitingForALock);
            is.sql
                    .sql("insert into customer_user_rebuild select * from customer_user")
                    .update();
            return begun;
        });
        erasure.get(10, TimeUnit.SECONDS);

        assertThat(names("customer_user_rebuild")).isEqualTo(2);
    }

    // The copies

    @Test
    void everyCopyHasTheColumnsOfItsTable() {
        TABLES.forEach(table -> assertThat(columns(table + "_rebuild")).isEqualTo(columns(table)));
    }

    private List<Map<String, Object>> columns(String table) {
        return is.sql.sql("""
                        select column_name, data_type, character_maximum_length, is_nullable
                        from information_schema.columns where table_name = :table order by ordinal_position
                        """).param("table", table).query().listOfRows();
    }

    private void rebuild(String table) {
        rebuild(node(), table);
    }

    private void rebuild(Rebuilder node, String table) {
        assertThat(rebuilds.start(table)).isTrue();
        finish(node, table);
    }

    private void finish(Rebuilder node, String table) {
        while (node.step(table)) {
            // goes on until it has ended
        }
        assertThat(rebuilds.find(table).orElseThrow().state()).isEqualTo(RebuildState.FINISHED);
    }

    /** A firm with three users. */
    private void acme() {
        happens(NOON, ACME.opened(ANNA), ANNA.admin(ACME));
        happens(NOON, BEN.employee(ACME));
        happens(NOON, CLEO.employee(ACME));
    }

    /** So that one part of the work does not read everything. */
    private void muchElse() {
        happens(NOON, BOLT.opened(ANNA));
        for (var i = 0; i < 60; i++) {
            happens(NOON, new CustomerRenamed(BOLT.id(), "Bolt " + i));
        }
        seal();
    }

    private long damage() {
        return is.sql
                .sql("update customer_user set version = version + 1, language = 'XX' where mod(version, 2) = 0")
                .update();
    }

    private void history(long seed, int decisions) {
        RandomHistory.decisions(seed).limit(decisions).forEach(this::happens);
    }

    private void happens(Instant at, DomainEvent... events) {
        happens(new Decision(at, List.of(events)));
    }

    /** Stored, and the read tables changed, in the same transaction. */
    private void happens(Decision decision) {
        is.transactions.executeWithoutResult(transaction -> {
            var messages = is.messages(decision);
            store.appendEvents(messages);
            messages.forEach(is::handle);
        });
    }

    private void seal() {
        while (ledger.seal() > 0) {
            // goes on until nothing waits
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int count(String from) {
        return is.sql.sql("select count(*) from " + from).query(Integer.class).single();
    }

    private int names(String table) {
        return count(table + " where full_name is not null");
    }

    /** The read tables of an empty database after all events, in the order of the ledger. */
    private Map<String, List<String>> replayed() {
        seal();
        try (var empty = new ReadSide(kind, is.vault)) {
            Stream.iterate(
                            source.after(0, 500),
                            part -> !part.events().isEmpty(),
                            part -> source.after(part.lastPosition(), 500))
                    .flatMap(part -> part.events().stream())
                    .forEach(empty::handle);
            return empty.rows();
        }
    }
}
