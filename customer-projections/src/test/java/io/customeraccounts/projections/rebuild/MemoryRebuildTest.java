package io.customeraccounts.projections.rebuild;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.policies.ConfirmProjectDeletionWhenNothingRemains;
import io.customeraccounts.domain.policies.EndAccessWhenDue;
import io.customeraccounts.domain.policies.EndPartnerAccessWhenPartnerMembershipEnds;
import io.customeraccounts.domain.policies.ExpireInvitationsWhenDue;
import io.customeraccounts.domain.policies.ExpireMembershipsWhenDue;
import io.customeraccounts.domain.policies.ExpirePaymentMethodsWhenDue;
import io.customeraccounts.domain.policies.ExpireUnconfirmedCustomersWhenDue;
import io.customeraccounts.domain.policies.GrantPlannedAccessWhenInvitationAccepted;
import io.customeraccounts.domain.policies.RemindUnpaidCustomersWhenDue;
import io.customeraccounts.domain.policies.RestrictUnpaidCustomersWhenDue;
import io.customeraccounts.domain.policies.RevokeProjectAccessWhenUserRemoved;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.ledger.Following;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.policymemory.SqlDueSheet;
import io.customeraccounts.projections.policymemory.SqlOpenGrants;
import io.customeraccounts.projections.policymemory.SqlPartnerAccess;
import io.customeraccounts.projections.policymemory.SqlPlannedAccess;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Followed;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.RandomHistory;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.TestClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** Rule: Rebuild. What a follower remembers is rebuilt from the events while it goes on. */
@ParameterizedClass
@EnumSource
class MemoryRebuildTest {

    private static final int SEGMENTS = 4;
    private static final int[] IDS = IntStream.range(0, SEGMENTS).toArray();

    private final Databases kind;
    private final TestClock nodes = new TestClock(NOON);
    private ReadSide is;
    private JdbcTransactionManager manager;
    private EventSerializer serializer;
    private JdbcEventStorage store;
    private Ledger ledger;
    private LedgerSource source;
    private Rebuilds rebuilds;

    MemoryRebuildTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, it -> new InMemoryVault());
        manager = new JdbcTransactionManager(is.database);
        serializer = new EventSerializer(is.vault, Map.of());
        store = new JdbcEventStorage(is.database, serializer, NoOpEventUpcaster.INSTANCE, () -> {});
        ledger = new Ledger(new JdbcTemplate(is.database), manager, is.clock);
        source = new LedgerSource(ledger, serializer, NoOpEventUpcaster.INSTANCE, is.clock);
        rebuilds = new Rebuilds(is.sql, nodes, List.of(), List.of(FollowerMemory.POLICIES, FollowerMemory.HISTORY));
    }

    @AfterEach
    void close() {
        is.close();
    }

    /** Those whose events say all that they remember, apart from those who erase. */
    private static Collection<?> policies(JdbcClient sql) {
        var sheet = new SqlDueSheet(sql);
        var nobody = DefaultCommandGateway.builder()
                .commandBus(SimpleCommandBus.builder().build())
                .build();
        return List.of(
                new ExpireInvitationsWhenDue(sheet, nobody),
                new ExpireMembershipsWhenDue(sheet, nobody),
                new ExpireUnconfirmedCustomersWhenDue(sheet, nobody),
                new ExpirePaymentMethodsWhenDue(sheet, nobody),
                new RemindUnpaidCustomersWhenDue(sheet, nobody),
                new RestrictUnpaidCustomersWhenDue(sheet, nobody),
                new RevokeProjectAccessWhenUserRemoved(new SqlOpenGrants(sql), nobody),
                new EndPartnerAccessWhenPartnerMembershipEnds(new SqlPartnerAccess(sql), Groups.shipped(), nobody),
                new EndAccessWhenDue(sheet, nobody),
                new ConfirmProjectDeletionWhenNothingRemains(sheet, nobody),
                new GrantPlannedAccessWhenInvitationAccepted(new SqlPlannedAccess(sql), sheet, nobody));
    }

    private MemoryRebuilder node() {
        return node(Duration.ofMinutes(1));
    }

    /** @param part after which it lets others change the rebuild */
    private MemoryRebuilder node(Duration part) {
        return node(part, manager, MemoryComparison.MOST);
    }

    private MemoryRebuilder node(Duration part, PlatformTransactionManager transactions, int most) {
        return new MemoryRebuilder(
                List.of(
                        FollowerMemory.POLICIES.by(MemoryRebuildTest::policies),
                        FollowerMemory.HISTORY.by(Followed::historians)),
                rebuilds,
                source,
                is.database,
                transactions,
                serializer,
                is.clock,
                50,
                part,
                most);
    }

    private void happened(long seed, int decisions) {
        RandomHistory.decisions(seed)
                .limit(decisions)
                .forEach(decision ->
                        is.transactions.executeWithoutResult(transaction -> store.appendEvents(is.messages(decision))));
        while (ledger.seal() > 0) {
            // until nothing waits
        }
    }

    /** Both followers, each of their segments up to a place of its own. */
    private void followed(long... upTo) {
        follow("policies", policies(is.sql), upTo);
        follow("history", Followed.historians(is.sql), upTo);
    }

    private void follow(String follower, Collection<?> handlers, long... upTo) {
        var adapters = handlers.stream()
                .<EventMessageHandler>map(AnnotationEventHandlerAdapter::new)
                .toList();
        is.transactions.executeWithoutResult(transaction -> {
            for (var message : source.after(0, Integer.MAX_VALUE).events()) {
                var segment = segmentOf(Following.customerOf(message));
                if (message.trackingToken().position().orElseThrow() > upTo[segment]) {
                    continue;
                }
                Following.tell(message, adapters);
            }
            for (var segment : IDS) {
                noteToken(follower, segment, upTo[segment]);
            }
        });
    }

    private static int segmentOf(String customer) {
        return IntStream.of(IDS)
                .filter(id -> Segment.computeSegment(id, IDS).matches(customer.hashCode()))
                .findFirst()
                .orElseThrow();
    }

    private void noteToken(String follower, int segment, long position) {
        var token = serializer.serialize(new GlobalSequenceTrackingToken(position), byte[].class);
        is.sql
                .sql("delete from token_entry where processor_name = :follower and segment = :segment")
                .param("follower", follower)
                .param("segment", segment)
                .update();
        is.sql
                .sql("""
                        insert into token_entry (processor_name, segment, token, token_type)
                        values (:follower, :segment, :token, :type)
                        """)
                .param("follower", follower)
                .param("segment", segment)
                .param("token", token.getData())
                .param("type", token.getType().getName())
                .update();
    }

    private void happenedAndFollowed() {
        happened(1, 400);
        var last = ledger.lastPosition();
        followed(last, last - 40, last - 3, last - 90);
    }

    private RebuildProgress rebuild(String follower) {
        assertThat(rebuilds.start(follower)).isTrue();
        return finish(follower);
    }

    private RebuildProgress check(String follower) {
        assertThat(rebuilds.check(follower)).isTrue();
        return finish(follower);
    }

    private RebuildProgress finish(String follower) {
        var node = node();
        while (node.step(follower)) {
            // until it has finished
        }
        return rebuilds.find(follower).orElseThrow();
    }

    private long count(String statement) {
        return is.sql.sql(statement).query(Long.class).single();
    }

    // What is right, and what is wrong

    @ParameterizedTest
    @ValueSource(strings = {"policies", "history"})
    void findsNothingWhereEachSegmentIsAtAPlaceOfItsOwn(String follower) {
        happenedAndFollowed();

        var rebuilt = rebuild(follower);

        assertThat(rebuilds.differences(follower)).isEmpty();
        assertThat(rebuilt.state()).isEqualTo(RebuildState.FINISHED);
        assertThat(rebuilt.differences()).isZero();
        assertThat(rebuilt.rowsCompared()).isGreaterThan(50);
        assertThat(count("select count(*) from history_entry_rebuild") + count("select count(*) from due_rebuild"))
                .isZero();
    }

    /**
     * What two segments do at the same moment, each before it can see the other's rows, comes to what one after the other would:
     * each customer's rows are only that customer's, and where two meet in a row, it is locked.
     */
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    void findsNothingWhereAllSegmentsWereFollowedAtTheSameTime(long seed) throws Exception {
        happened(seed, 400);
        var last = ledger.lastPosition();
        Race.between(IntStream.of(IDS)
                .<Callable<Boolean>>mapToObj(segment -> () -> {
                    followAlone(segment, 5);
                    return true;
                })
                .toList());
        for (var segment : IDS) {
            noteToken("policies", segment, last);
            noteToken("history", segment, last);
        }

        assertThat(check("policies").differences())
                .as("%s", rebuilds.differences("policies"))
                .isZero();
        assertThat(check("history").differences())
                .as("%s", rebuilds.differences("history"))
                .isZero();
    }

    /** @param events that are handled in one transaction */
    private void followAlone(int segment, int events) {
        var adapters = Stream.concat(policies(is.sql).stream(), Followed.historians(is.sql).stream())
                .<EventMessageHandler>map(AnnotationEventHandlerAdapter::new)
                .toList();
        var messages = source.after(0, Integer.MAX_VALUE).events().stream()
                .filter(it -> segmentOf(Following.customerOf(it)) == segment)
                .toList();
        for (var from = 0; from < messages.size(); from += events) {
            var batch = messages.subList(from, Math.min(messages.size(), from + events));
            var done = false;
            while (!done) {
                try {
                    is.transactions.executeWithoutResult(
                            transaction -> batch.forEach(message -> Following.tell(message, adapters)));
                    done = true;
                } catch (PessimisticLockingFailureException e) {
                    // Two that wait for each other: one begins again, as a follower does.
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"policies", "history"})
    void letsOthersChangeItAfterATimeHoweverFewEventsItHasRead(String follower) {
        happenedAndFollowed();
        assertThat(rebuilds.start(follower)).isTrue();
        var hasty = node(Duration.ZERO);

        assertThat(hasty.step(follower)).isTrue();
        assertThat(rebuilds.find(follower).orElseThrow().eventsRead()).isEqualTo(1);
        while (hasty.step(follower)) {
            // until it has finished
        }

        assertThat(rebuilds.differences(follower)).isEmpty();
        assertThat(rebuilds.find(follower).orElseThrow().state()).isEqualTo(RebuildState.FINISHED);
    }

    /** Control. */
    @ParameterizedTest
    @ValueSource(strings = {"policies", "history"})
    void findsWhatASegmentSaysThatItHasHandledAndHasNot(String follower) {
        happenedAndFollowed();
        for (var segment : IDS) {
            noteToken(follower, segment, ledger.lastPosition());
        }

        assertThat(check(follower).differences()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policies due",
                "policies person_customer",
                "policies open_grant",
                "policies access_end",
                "policies planned_access",
                "policies partner_access_end",
                "history history_entry",
                "history past_customer",
                "history past_user",
                "history past_invitation",
                "history past_project",
                "history past_grant",
                "history past_location",
                "history past_general_data",
                "history past_billing_address",
                "history past_payment_method"
            })
    void findsARowThatShouldNotBeThereAndRepairsIt(String where) {
        happenedAndFollowed();
        var follower = where.split(" ", -1)[0];
        var table = where.split(" ", -1)[1];
        var memory = follower.equals("policies") ? FollowerMemory.POLICIES : FollowerMemory.HISTORY;
        var key = memory.tables().stream()
                .filter(it -> it.name().equals(table))
                .findFirst()
                .orElseThrow()
                .key();
        var planted = UUID.fromString("00000000-0000-7000-8000-00000000dead");
        if (count("select count(*) from " + table) > 0) {
            is.sql
                    .sql("create table planted as select * from (select * from %s order by %s limit 1) x"
                            .formatted(table, key))
                    .update();
            is.sql
                    .sql("update planted set " + key + " = :id")
                    .param("id", planted)
                    .update();
            if (table.equals("history_entry")) {
                is.sql.sql("update planted set position = 1000000").update();
            }
            is.sql.sql("insert into " + table + " select * from planted").update();
            is.sql.sql("drop table planted").update();
        } else {
            plant(table, planted);
        }

        assertThat(check(follower).differences()).isEqualTo(1);
        assertThat(rebuilds.differences(follower)).singleElement().satisfies(it -> {
            assertThat(it.key()).isEqualTo(planted);
            assertThat(it.column()).startsWith(table);
            assertThat(it.live()).isEqualTo(Difference.THERE);
        });
        assertThat(rebuild(follower).differences()).isEqualTo(1);
        assertThat(rebuild(follower).differences()).isZero();
    }

    private void plant(String table, UUID id) {
        is.sql
                .sql(
                        switch (table) {
                            case "access_end" ->
                                "insert into access_end (subject_id, cause, because_of) values (:id, 'USER_REMOVED', 'x')";
                            case "planned_access" ->
                                "insert into planned_access (invitation_id, planned) values (:id, '[]')";
                            case "person_customer" ->
                                "insert into person_customer (person_id, customer_id) values (:id, :id)";
                            case "partner_access_end" -> "insert into partner_access_end (subject_id) values (:id)";
                            default -> throw new IllegalArgumentException(table + " is empty");
                        })
                .param("id", id)
                .update();
    }

    @Test
    void findsWhatIsMissingAndWhatIsOtherAndRepairsBoth() {
        happenedAndFollowed();
        is.clock.moveTo(NOON.minus(Duration.ofDays(3650)));
        var removed = is.sql
                .sql(
                        "delete from due where subject_id = (select subject_id from due where kind = 'EXPIRE_INVITATION' order by subject_id limit 1)")
                .update();
        var other = is.sql.sql("""
                        update open_grant set membership_id = project_id
                        where grant_id = (select grant_id from open_grant order by grant_id limit 1)
                        """).update();
        var later = is.sql.sql("""
                        update past_grant set role = 'PROJECT_WRONG'
                        where from_position = (select min(from_position) from past_grant)
                        """).update();
        assertThat(List.of(other, later)).containsOnly(1);

        assertThat(check("policies").differences()).isEqualTo(removed + 1);
        assertThat(rebuilds.differences("policies"))
                .extracting(Difference::column)
                .anySatisfy(it -> assertThat(it).startsWith("due["))
                .contains("open_grant.membership_id");
        assertThat(check("history").differences()).isEqualTo(1);
        assertThat(rebuilds.differences("history"))
                .singleElement()
                .satisfies(it -> assertThat(it.live()).isEqualTo("PROJECT_WRONG"));
        assertThat(check("history").differences()).as("left as it is").isEqualTo(1);

        rebuild("policies");
        rebuild("history");
        assertThat(rebuild("policies").differences()).isZero();
        assertThat(rebuild("history").differences()).isZero();
    }

    /** More than is found at once. */
    @ParameterizedTest
    @ValueSource(strings = {"policies", "history"})
    void repairsEverythingHoweverMuchDiffers(String follower) {
        happenedAndFollowed();
        is.clock.moveTo(NOON.minus(Duration.ofDays(3650)));
        is.sql
                .sql("delete from " + (follower.equals("policies") ? "due" : "past_user"))
                .update();
        is.sql
                .sql(
                        follower.equals("policies")
                                ? "update open_grant set membership_id = project_id"
                                : "update past_grant set role = 'WRONG'")
                .update();
        assertThat(rebuilds.start(follower)).isTrue();
        var node = node(Duration.ofMinutes(1), manager, 2);
        while (node.step(follower)) {
            // until it has finished
        }

        assertThat(rebuilds.find(follower).orElseThrow().state()).isEqualTo(RebuildState.FINISHED);
        assertThat(rebuilds.find(follower).orElseThrow().differences()).isEqualTo(4);
        assertThat(check(follower).differences()).isZero();
    }

    /** As in a database whose history was written down before there were such tables. */
    @Test
    void fillsWhatTheHistoryKeepsSinceALaterVersion() {
        happenedAndFollowed();
        var before = history();
        for (var table : List.of("past_location", "past_general_data", "past_billing_address", "past_payment_method")) {
            is.sql.sql("drop table " + table).update();
            is.sql.sql("drop table " + table + "_rebuild").update();
        }
        for (var table : List.of("past_project", "past_project_rebuild")) {
            is.sql
                    .sql("alter table " + table + " drop column payment_method_id")
                    .update();
            is.sql
                    .sql("alter table " + table + " drop column billing_address_id")
                    .update();
        }

        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V237__past_general_data.sql"))
                .execute(is.database);

        assertThat(history()).as("not filled yet").isNotEqualTo(before);
        assertThat(rebuilds.find("history").orElseThrow().state()).isEqualTo(RebuildState.RUNNING);
        assertThat(finish("history").state()).isEqualTo(RebuildState.FINISHED);
        assertThat(history()).isEqualTo(before);
        assertThat(rebuild("history").differences()).isZero();
    }

    private List<Map<String, Object>> history() {
        return FollowerMemory.HISTORY.tables().stream()
                .flatMap(table -> is
                        .sql
                        .sql("select * from %s order by %s".formatted(table.name(), String.join(", ", keys(table))))
                        .query()
                        .listOfRows()
                        .stream())
                .toList();
    }

    private static List<String> keys(MemoryTable table) {
        return table.also() == null ? List.of(table.key()) : List.of(table.key(), table.also());
    }

    // What work has moved on

    @Test
    void bringsNothingBackThatHasBeenDone() {
        happenedAndFollowed();
        var far = NOON.plus(Duration.ofDays(3650));
        is.clock.moveTo(far);
        var before = count("select count(*) from due");
        assertThat(before).isPositive();
        is.sql.sql("delete from due").update();
        is.sql.sql("delete from planned_access where membership_id is not null").update();

        assertThat(rebuild("policies").differences()).isZero();
        assertThat(count("select count(*) from due")).isZero();
    }

    @Test
    void leavesWhatSomebodyHasTakenUpWithThem() {
        happenedAndFollowed();
        var taken = NOON.plus(Duration.ofDays(5000));
        var moved = is.sql
                .sql("update due set try_from = :taken")
                .param("taken", taken.atOffset(java.time.ZoneOffset.UTC))
                .update();
        is.sql
                .sql(
                        "update due set cause = 'wrong' where subject_id = (select subject_id from due order by subject_id limit 1)")
                .update();

        assertThat(rebuild("policies").differences()).isPositive();
        assertThat(is.sql
                        .sql("select count(*) from due where try_from = :taken and cause <> 'wrong'")
                        .param("taken", taken.atOffset(java.time.ZoneOffset.UTC))
                        .query(Integer.class)
                        .single())
                .isEqualTo(moved);
    }

    // Parked and discarded events

    @Test
    void waitsWhileAnEventIsParkedAndLeavesOutWhatWasDiscarded() {
        happened(1, 200);
        var last = ledger.lastPosition();
        followed(last, last, last, last);
        var event = is.sql
                .sql("select event_id from history_entry where position = (select max(position) from history_entry)")
                .query(UUID.class)
                .single();
        is.sql
                .sql("delete from history_entry where event_id = :event")
                .param("event", event)
                .update();
        is.sql
                .sql("""
                        insert into dead_letter (dead_letter_identifier, processing_group, sequence_identifier, sequence_index,
                            message_type, event_identifier, occurred_at, name, payload, enqueued_at)
                        values ('1', 'history', 'x', 0, 'x', :event, 'x', 'x', :none, 'x')
                        """)
                .param("event", event.toString())
                .param("none", new byte[0])
                .update();
        rebuilds.check("history");
        assertThat(finish("history").state()).isEqualTo(RebuildState.RUNNING);

        is.sql.sql("delete from dead_letter").update();
        nodes.moveTo(NOON.plus(Rebuilds.CLAIM).plusSeconds(1));
        assertThat(finish("history").differences())
                .as("nobody has said that it is to be left out")
                .isPositive();
        is.sql
                .sql("""
                        insert into discarded_event (dead_letter_identifier, processing_group, sequence_identifier,
                            event_identifier, name, discarded_at, discarded_by, reason)
                        values ('1', 'history', 'x', :event, 'x', :now, :somebody, 'x')
                        """)
                .param("event", event.toString())
                .param("now", NOON.atOffset(java.time.ZoneOffset.UTC))
                .param("somebody", UUID.randomUUID())
                .update();
        is.sql
                .sql("delete from past_user where from_position = :last or to_position = :last")
                .param("last", last)
                .update();
        assertThat(check("history").state()).isEqualTo(RebuildState.FINISHED);
        assertThat(rebuilds.differences("history"))
                .extracting(Difference::column)
                .noneMatch(it -> "history_entry".equals(it));
    }

    // Parts

    @Test
    void goesOnWhereANodeDiedAndCanBePausedAndCancelled() {
        happenedAndFollowed();
        is.sql.sql("update past_project set name = 'Wrong'").update();
        rebuilds.start("history");
        var killed = node();
        assertThat(killed.step("history")).isTrue();
        assertThat(killed.step("history")).isTrue();
        var other = node();
        assertThat(other.step("history")).as("another node's").isFalse();
        nodes.moveTo(NOON.plus(Rebuilds.CLAIM).plusSeconds(1));
        assertThat(other.step("history")).isTrue();
        assertThat(rebuilds.find("history").orElseThrow().eventsRead()).isEqualTo(150);
        rebuilds.pause("history");
        assertThat(other.step("history")).isFalse();
        rebuilds.cancel("history");
        assertThat(other.step("history")).isFalse();
        assertThat(count("select count(*) from past_project where name = 'Wrong'"))
                .isPositive();

        assertThat(rebuild("history").differences()).isPositive();
        assertThat(count("select count(*) from past_project where name = 'Wrong'"))
                .isZero();
    }

    /** A process may end as soon as the database has committed. */
    @Test
    void losesNothingWhicheverCommitWasTheLastOneOfANode() {
        happenedAndFollowed();
        var before = history();
        var died = true;
        for (var commits = 1; died; commits++) {
            is.sql
                    .sql(
                            "update past_grant set role = 'WRONG' where from_position = (select min(from_position) from past_grant)")
                    .update();
            assertThat(rebuilds.start("history")).isTrue();
            died = diesAfter(commits);
            nodes.advance(Rebuilds.CLAIM.plusSeconds(1));

            assertThat(finish("history").state()).isEqualTo(RebuildState.FINISHED);
            assertThat(rebuilds.find("history").orElseThrow().differences())
                    .as("after %d commits", commits)
                    .isEqualTo(1);
            assertThat(history()).as("after %d commits", commits).isEqualTo(before);
        }
    }

    /** Whether a node that does has not finished before. */
    private boolean diesAfter(int commits) {
        final class Dead extends Error {}
        var left = new AtomicInteger(commits);
        var mortal = node(
                Duration.ofMinutes(1),
                new PlatformTransactionManager() {
                    @Override
                    public TransactionStatus getTransaction(TransactionDefinition definition) {
                        return manager.getTransaction(definition);
                    }

                    @Override
                    public void commit(TransactionStatus status) {
                        manager.commit(status);
                        if (left.decrementAndGet() == 0) {
                            throw new Dead();
                        }
                    }

                    @Override
                    public void rollback(TransactionStatus status) {
                        manager.rollback(status);
                    }
                },
                MemoryComparison.MOST);
        try {
            while (mortal.step("history")) {
                // until it dies or has finished
            }
            return false;
        } catch (Dead e) {
            return true;
        }
    }
}
