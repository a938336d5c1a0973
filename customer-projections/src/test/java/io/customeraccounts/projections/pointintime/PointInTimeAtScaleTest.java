package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Followed;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Venture;
import io.customeraccounts.projections.testing.TestClock;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a question about the past costs, in rows that PostgreSQL reads, where thousands of accesses came and went before and
 * after the time that is asked about.
 */
class PointInTimeAtScaleTest {

    private static final int USERS = 20;
    private static final int TIMES = 3_000;
    private static final int CROWD = 1_000;

    /** Customers in whom a seventh of that has happened: what is small is soonest read as a whole. */
    private static final int OTHERS = 100;

    private static final Venture APOLLO = new Venture(ACME, "apollo");
    private static final Venture CROWDED = new Venture(BOLT, "crowded");
    private static final Instant RENAMED = NOON.plus(Duration.ofMinutes(10L * 2_000 + 5));
    private static final Followed FOLLOWED = new Followed(Databases.POSTGRES, Followed::historians);
    private static final PointInTime PAST = new PointInTime(
            FOLLOWED.sql, new TestClock(end()), Groups.shipped(), positions -> Map.of(), new InMemoryVault());

    private static Instant end() {
        return NOON.plus(Duration.ofMinutes(10L * TIMES));
    }

    /** One user after the other gets access and loses it again; always five have it. */
    @BeforeAll
    static void fill() {
        FOLLOWED.transactions.executeWithoutResult(transaction -> {
            happened(NOON, ACME.opened(ANNA), ANNA.admin(ACME), APOLLO.created());
            for (var number = 0; number < USERS; number++) {
                happened(NOON, Crowd.member(number).employee(ACME));
            }
            for (var time = 1; time <= TIMES; time++) {
                var at = NOON.plus(Duration.ofMinutes(10L * time));
                happened(
                        at,
                        APOLLO.assigned(grant(time), Crowd.member(time % USERS).in(ACME), null));
                if (time > 5) {
                    happened(
                            at,
                            new UserUnassigned(
                                    ACME.id(),
                                    APOLLO.id(),
                                    grant(time - 5),
                                    Crowd.member((time - 5) % USERS).in(ACME)));
                }
            }
            happened(RENAMED, new ProjectRenamed(ACME.id(), APOLLO.id(), "Apollo 11"));
            happened(NOON, BOLT.opened(ANNA), ANNA.admin(BOLT), CROWDED.created());
            for (var number = 0; number < CROWD; number++) {
                happened(
                        NOON,
                        Crowd.member(number).employee(BOLT),
                        CROWDED.assigned(
                                new GrantId(Story.id("crowd " + number)),
                                Crowd.member(number).in(BOLT),
                                null));
            }
            happened(
                    NOON.plus(Duration.ofMinutes(10L * 1_000 + 30)),
                    new UserUnassigned(
                            BOLT.id(),
                            CROWDED.id(),
                            new GrantId(Story.id("crowd 7")),
                            Crowd.member(7).in(BOLT)));
        });
        FOLLOWED.sql
                .sql("""
                        insert into past_grant (grant_id, from_position, from_at, to_position, to_at, ended_because, node,
                            customer_id, project_id, membership_id, role)
                        select gen_random_uuid(), g.from_position, g.from_at, g.to_position, g.to_at, g.ended_because, g.node,
                            c.id, c.id, c.id, g.role
                        from (select gen_random_uuid() as id from generate_series(1, :others)) c, past_grant g
                        where g.project_id = :project and mod(g.from_position, 7) = 0
                        """)
                .param("others", OTHERS)
                .param("project", APOLLO.id().value())
                .update();
        // As the server does by itself before long.
        FOLLOWED.sql.sql("vacuum analyze").update();
    }

    @AfterAll
    static void close() {
        FOLLOWED.close();
    }

    private static GrantId grant(int time) {
        return new GrantId(Story.id("grant " + time));
    }

    private static void happened(Instant at, DomainEvent... events) {
        FOLLOWED.happened(new Decision(at, List.of(events)));
    }

    /** Before 17 PostgreSQL rather reads as few rows as there are here; with ten times as many it does not. */
    private static void assumeItLooksIntoIndexes() {
        assumeThat(FOLLOWED.sql
                        .sql("select current_setting('server_version_num')")
                        .query(Integer.class)
                        .single())
                .isGreaterThanOrEqualTo(170_000);
    }

    private static long rowsRead(String table, Consumer<PointInTime> question) {
        return FOLLOWED.transactions.execute(transaction -> {
            var before = read(table);
            question.accept(PAST);
            return read(table) - before;
        });
    }

    private static long read(String table) {
        return FOLLOWED.sql
                .sql("select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = :table")
                .param("table", table)
                .query(Long.class)
                .single();
    }

    @Test
    void whoHadAccessReadsTheRowsOfThoseWhoHad() {
        assumeItLooksIntoIndexes();
        for (var part = 1; part < 10; part++) {
            var at = NOON.plus(Duration.ofMinutes(TIMES * part + 5));

            assertThat(PAST.access(APOLLO.id(), at, PageRequest.FIRST).items()).hasSize(5);
            // Those who had it, once more for what ended it, and what hangs at the same nodes.
            assertThat(rowsRead("past_grant", past -> past.access(APOLLO.id(), at, PageRequest.FIRST)))
                    .isBetween(10L, 80L);
        }
    }

    @Test
    void whatSomebodyCouldReachReadsWhatTheyCould() {
        assumeItLooksIntoIndexes();
        var at = NOON.plus(Duration.ofMinutes(10L * 2_010 + 5));

        assertThat(rowsRead("past_grant", past -> past.reach(Crowd.member(10).in(ACME), at, PageRequest.FIRST)))
                .isBetween(1L, 20L);
    }

    @Test
    void whatIsDifferentReadsWhatWasSoAtTheTwoTimes() {
        assumeItLooksIntoIndexes();
        var at = NOON.plus(Duration.ofMinutes(10L * 1_000 + 5));

        // Five at each of them, and what hangs at the same nodes.
        assertThat(rowsRead("past_grant", past -> past.changes(ACME.id(), at, end(), PageRequest.FIRST)))
                .isBetween(10L, 100L);
    }

    @Test
    void whatIsDifferentAfterAWhileReadsWhatBeganOrEndedInBetweenHoweverManyHaveAccess() {
        var at = NOON.plus(Duration.ofMinutes(10L * 1_000 + 5));

        var changes = PAST.changes(BOLT.id(), at, at.plus(Duration.ofHours(1)), PageRequest.FIRST);
        assertThat(changes.items()).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(AccessChange.Kind.ACCESS_LOST);
            assertThat(it.projectId()).isEqualTo(CROWDED.id());
        });
        assertThat(rowsRead(
                        "past_grant",
                        past -> past.changes(BOLT.id(), at, at.plus(Duration.ofHours(1)), PageRequest.FIRST)))
                .isBetween(1L, 30L);
        assertThat(rowsRead(
                        "past_user",
                        past -> past.changes(BOLT.id(), at, at.plus(Duration.ofHours(1)), PageRequest.FIRST)))
                .isBetween(1L, 30L);
    }

    @Test
    void whatIsDifferentWhereAProjectHasChangedReadsWhoHadAccessThenAndNotWhoEverHad() {
        assumeItLooksIntoIndexes();
        var before = RENAMED.minusSeconds(60);
        var after = RENAMED.plusSeconds(60);

        assertThat(PAST.changes(ACME.id(), before, after, PageRequest.FIRST).items())
                .isEmpty();
        assertThat(rowsRead("past_grant", past -> past.changes(ACME.id(), before, after, PageRequest.FIRST)))
                .isBetween(5L, 50L);
    }

    @Test
    void whatIsDifferentIsFoundHoweverManyUsersAreLookedThrough() {
        var byUser = new AccessChanges(FOLLOWED.sql, -1);
        var entering = new PastLists(FOLLOWED.sql, Groups.shipped()).entering();

        FOLLOWED.transactions.executeWithoutResult(transaction -> {
            transaction.setRollbackOnly();
            FOLLOWED.sql.sql("""
                            insert into past_user
                                (membership_id, from_position, from_at, node, customer_id, person_id, group_name)
                            select gen_random_uuid(), u.from_position, u.from_at, u.node, u.customer_id, u.person_id, u.group_name
                            from past_user u, generate_series(1, 25000) where u.membership_id = :user
                            """).param("user", ANNA.in(BOLT).value()).update();

            assertThat(byUser.between(BOLT.id(), end(), end().plusSeconds(1), entering, PageRequest.FIRST)
                            .items())
                    .isEmpty();
        });
    }

    @Test
    void noTableIsReadAsAWholeOnH2() {
        try (var h2 = new Followed(Databases.H2, sql -> PointInTime.projections(sql, Groups.shipped()))) {
            h2.happened(new Decision(NOON, List.of(ACME.opened(ANNA), ANNA.admin(ACME), APOLLO.created())));
            h2.happened(new Decision(NOON, List.of(APOLLO.assigned(ANNA))));
            var past = new PointInTime(
                    h2.sql, new TestClock(NOON), Groups.shipped(), positions -> Map.of(), new InMemoryVault());
            h2.sql.sql("set query_statistics true").update();
            assertThat(past.access(APOLLO.id(), NOON, PageRequest.FIRST).items())
                    .hasSize(1);
            assertThat(past.reach(ANNA.in(ACME), NOON, PageRequest.FIRST).items())
                    .hasSize(1);
            assertThat(past.users(ACME.id(), NOON, PageRequest.FIRST).items()).hasSize(1);
            past.invitations(ACME.id(), NOON, PageRequest.FIRST);
            past.projects(ACME.id(), NOON, PageRequest.FIRST);
            past.changes(ACME.id(), NOON, NOON.plusSeconds(1), PageRequest.FIRST);
            past.customer(ACME.id(), NOON);
            past.project(ACME.id(), APOLLO.id(), NOON);
            past.managers(ACME.id(), APOLLO.id(), NOON, PageRequest.FIRST);
            past.managed(ACME.id(), ANNA.in(ACME), NOON, PageRequest.FIRST);
            past.generalData(ACME.id(), NOON);
            past.billingAddresses(ACME.id(), NOON, PageRequest.FIRST);
            past.paymentMethods(ACME.id(), NOON, PageRequest.FIRST);
            past.isFilled(ACME.id());
            var asked = h2.sql.sql("""
                            select sql_statement from information_schema.query_statistics
                            where position('past_' in sql_statement) > 0
                            """).query(String.class).list();

            assertThat(asked).hasSizeGreaterThan(15);
            assertThat(asked)
                    .allSatisfy(statement -> assertThat(plan(h2, statement)).doesNotContain("tableScan"));
        }
    }

    private static String plan(Followed h2, String statement) {
        return new JdbcTemplate(h2.database).execute("explain " + statement, (PreparedStatement prepared) -> {
            for (var i = 1; i <= prepared.getParameterMetaData().getParameterCount(); i++) {
                prepared.setObject(i, null);
            }
            try (var rows = prepared.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
    }
}
