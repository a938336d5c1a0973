package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.history.HistoryFilter;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Followed;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Firm;
import io.customeraccounts.projections.testing.Story.Somebody;
import io.customeraccounts.projections.testing.Story.Venture;
import io.customeraccounts.projections.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a question about the past takes where {@code -Dbenchmark.past-events=1000000} have happened, half of them in
 * one customer: grants that come, change and go, as the rules allow, in that customer half of all there can be at a time. Also how many events a second the follower writes down, with {@code
 * -Dbenchmark.past-indexes=false} without the indexes that only questions need, and then asks nothing.
 */
class PointInTimeBenchmark {

    private static final int EVENTS = Integer.getInteger("benchmark.past-events", 1_000_000);
    private static final boolean INDEXES =
            !System.getProperty("benchmark.past-indexes", "true").equals("false");

    /** What the follower itself looks things up by, beside the keys. */
    private static final Set<String> FOLLOWERS =
            Set.of("history_entry_of_membership", "history_entry_event", "past_grant_project_node");

    private static final int QUESTIONS = 2_000;
    private static final int EVENTS_PER_TRANSACTION = 300;
    private static final int FIRMS = 50;
    private static final int USERS = 200;
    private static final int PROJECTS = 20;

    /** So many have access to a project at a time, on average. */
    private static final int AT_ONCE = 25;

    private final Random random = new Random(1);
    private final List<Venture> projects = new ArrayList<>();
    private Instant now = NOON;

    @Test
    void measures() {
        try (var followed = new Followed(Databases.POSTGRES, Followed::historians)) {
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                followed.sql.sql("alter system set " + setting + " = on").update();
            }
            // As the service does.
            followed.sql
                    .sql("alter system set max_parallel_workers_per_gather = 0")
                    .update();
            followed.sql.sql("select pg_reload_conf()").query(Boolean.class).single();
            if (!INDEXES) {
                dropIndexes(followed);
            }
            var started = System.nanoTime();
            fill(followed);
            var seconds = (System.nanoTime() - started) / 1e9;
            followed.sql.sql("analyze").update();
            System.out.printf(
                    "%n%,d events written down, %,.0f a second, %s MB%n",
                    followed.last(), followed.last() / seconds, megabytes(followed));
            if (!INDEXES) {
                return;
            }
            System.out.printf("%n| question | p50, ms | p99, ms | rows |%n|---|---|---|---|%n");
            var past = new PointInTime(
                    followed.sql, new TestClock(now), Groups.shipped(), positions -> Map.of(), new InMemoryVault());
            var history = new History(followed.sql);
            measure(
                    "who had access to a project",
                    at -> past.access(project().id(), at, PageRequest.FIRST)
                            .items()
                            .size());
            measure("what a user could reach", at -> {
                var project = project();
                return past.reach(Crowd.member(random.nextInt(USERS)).in(project.firm()), at, PageRequest.FIRST)
                        .items()
                        .size();
            });
            measure("what a user could manage", at -> {
                var firm = project().firm();
                return past.managed(firm.id(), Crowd.member(0).in(firm), at, PageRequest.FIRST)
                        .items()
                        .size();
            });
            measure(
                    "the users of a customer",
                    at -> past.users(project().firm().id(), at, PageRequest.FIRST)
                            .items()
                            .size());
            measure(
                    "the projects of a customer",
                    at -> past.projects(project().firm().id(), at, PageRequest.FIRST)
                            .items()
                            .size());
            measure(
                    "what is different after a day",
                    at -> past.changes(project().firm().id(), at, at.plus(Duration.ofDays(1)), PageRequest.FIRST)
                            .items()
                            .size());
            measure(
                    "the history of a project",
                    at -> history.page(
                                    new HistoryFilter(null, project().id(), null, null, Set.of(), null, null, null, at),
                                    PageRequest.FIRST)
                            .items()
                            .size());
        }
    }

    private static void dropIndexes(Followed followed) {
        followed.sql.sql("""
                        select indexname from pg_indexes
                        where (tablename = 'history_entry' or tablename like 'past!_%' escape '!')
                          and indexname not like '%!_pkey' escape '!'
                        """).query(String.class).list().stream()
                .filter(index -> !FOLLOWERS.contains(index))
                .forEach(index -> followed.sql.sql("drop index " + index).update());
    }

    private static long megabytes(Followed followed) {
        return followed.sql
                .sql("select pg_database_size(current_database()) / 1024 / 1024")
                .query(Long.class)
                .single();
    }

    private Venture project() {
        return projects.get(random.nextInt(projects.size()));
    }

    private interface Asking {
        int at(Instant time);
    }

    private void measure(String question, Asking asking) {
        var duration = Duration.between(NOON, now);
        var nanos = new long[QUESTIONS];
        var rows = 0L;
        for (var i = -QUESTIONS / 4; i < QUESTIONS; i++) {
            var time = NOON.plusMillis(random.nextLong(duration.toMillis()));
            var started = System.nanoTime();
            var found = asking.at(time);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - started;
                rows += found;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "| %s | %.1f | %.1f | %.1f |%n",
                question, nanos[QUESTIONS / 2] / 1e6, nanos[QUESTIONS * 99 / 100] / 1e6, (double) rows / QUESTIONS);
        assertThat(rows).isPositive();
    }

    /** Of which a user has no more than one to a project at a time. */
    private record Access(Venture project, Somebody user) {}

    private void fill(Followed followed) {
        var firms = IntStream.range(0, FIRMS)
                .mapToObj(number -> new Firm("firm" + number, "Firm " + number))
                .toList();
        for (var firm : firms) {
            var events = new ArrayList<DomainEvent>(List.of(firm.opened(Crowd.member(0))));
            IntStream.range(0, USERS)
                    .forEach(number -> events.add(
                            number == 0
                                    ? Crowd.member(0).admin(firm)
                                    : Crowd.member(number).employee(firm)));
            for (var number = 0; number < PROJECTS; number++) {
                var project = new Venture(firm, "project-" + number);
                projects.add(project);
                events.add(project.created());
            }
            followed.happened(new Decision(now, events));
        }
        var openInFirst = new ArrayList<Consumer<List<DomainEvent>>>();
        var openInAll = new ArrayList<Consumer<List<DomainEvent>>>();
        var given = new HashSet<Access>();
        var number = 0;
        while (followed.last() < EVENTS) {
            var events = new ArrayList<DomainEvent>();
            while (events.size() < EVENTS_PER_TRANSACTION) {
                var first = random.nextBoolean();
                var project = first ? projects.get(random.nextInt(PROJECTS)) : project();
                var user = Crowd.member(random.nextInt(USERS));
                var access = new Access(project, user);
                if (!given.add(access)) {
                    continue;
                }
                var grant = new GrantId(Story.id("grant " + number++));
                events.add(project.assigned(grant, user.in(project.firm()), null));
                if (number % 3 == 0) {
                    events.add(new ProjectRoleChanged(
                            project.firm().id(),
                            project.id(),
                            grant,
                            user.in(project.firm()),
                            ProjectRole.PROJECT_USER,
                            ProjectRole.PROJECT_READER));
                }
                var open = first ? openInFirst : openInAll;
                open.add(later -> {
                    given.remove(access);
                    later.add(new UserUnassigned(project.firm().id(), project.id(), grant, user.in(project.firm())));
                });
                if (open.size() > (first ? USERS * PROJECTS / 2 : AT_ONCE * projects.size())) {
                    open.set(random.nextInt(open.size() - 1), open.removeLast()).accept(events);
                }
            }
            now = now.plusSeconds(60);
            followed.happened(new Decision(now, events));
        }
    }
}
