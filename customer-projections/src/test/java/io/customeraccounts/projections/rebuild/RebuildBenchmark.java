package io.customeraccounts.projections.rebuild;

import static io.customeraccounts.projections.testing.ReadSide.NOON;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.privacy.JdbcPersonalDataVault;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Firm;
import io.customeraccounts.projections.users.Users;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A rebuild of the user list against reading and parsing the same events in a plain loop, on a PostgreSQL that waits for
 * the disk. Every event changes the list: of ten, six are of users who join, the others change one of them.
 */
class RebuildBenchmark {

    private static final int EVENTS = Integer.getInteger("benchmark.rebuild-events", 500_000);
    private static final int USERS_PER_FIRM = 10_000;
    private static final int EVENTS_PER_TRANSACTION = 1_000;
    private static final int PAGE = 2_000;

    @Test
    void comparesARebuildWithAPlainLoop() throws Exception {
        try (var is = new ReadSide(
                Databases.POSTGRES,
                it -> new JdbcPersonalDataVault(it.sql, it.clock, new SecretKeySpec(new byte[32], "AES")))) {
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                is.sql.sql("alter system set " + setting + " = on").update();
            }
            // As the service does.
            is.sql.sql("alter system set max_parallel_workers_per_gather = 0").update();
            is.sql.sql("select pg_reload_conf()").query(Boolean.class).single();
            var serializer = new EventSerializer(is.vault, Map.of());
            var manager = new JdbcTransactionManager(is.database);
            var ledger = new Ledger(new JdbcTemplate(is.database), manager, is.clock);
            var source = new LedgerSource(ledger, serializer, NoOpEventUpcaster.INSTANCE, is.clock);
            fill(is, new JdbcEventStorage(is.database, serializer, NoOpEventUpcaster.INSTANCE, () -> {}));
            while (ledger.seal() > 0) {
                // goes on until nothing waits
            }
            is.sql.sql("analyze").update();
            var rebuilds = new Rebuilds(is.sql, is.clock, List.of(Users.TABLE));
            var rebuilder = new Rebuilder(
                    List.of(new Rebuildable(
                            Users.TABLE, (table, keys) -> Users.projection(table, keys, Groups.shipped()))),
                    rebuilds,
                    source,
                    ledger,
                    is.database,
                    manager,
                    is.vault);

            System.out.printf(
                    "%n%,d events, %,d MB of heap at most%n%n| round | plain loop, events/s | rebuild, events/s | ratio | processor time for an event, plain | rebuild | compared, rows/s | whole, s | heap after collection, MB |%n|---|---|---|---|---|---|---|---|---|%n",
                    ledger.lastPosition(), Runtime.getRuntime().maxMemory() >> 20);
            for (var round = 1; round <= Integer.getInteger("benchmark.rounds", 2); round++) {
                var last = ledger.lastPosition();
                var before = cpu(is);
                var plain = plainLoop(source);
                var plainly = cpu(is).minus(before);
                var started = System.nanoTime();
                rebuilds.start(Users.TABLE.name());
                before = cpu(is);
                while (rebuilds.find(Users.TABLE.name()).orElseThrow().eventsRead() < last) {
                    rebuilder.step(Users.TABLE.name());
                }
                var rebuilding = cpu(is).minus(before);
                while (rebuilder.step(Users.TABLE.name())) {
                    // goes on until it has ended
                }
                var whole = Duration.ofNanos(System.nanoTime() - started);
                var it = rebuilds.find(Users.TABLE.name()).orElseThrow();
                System.out.printf(
                        "| %d | %,d | %,d | %.2f | %.1f us | %.1f us | %,d | %.1f | %,d |%n",
                        round,
                        plain,
                        it.eventsPerSecond(),
                        (double) it.eventsPerSecond() / plain,
                        plainly.toNanos() / 1e3 / last,
                        rebuilding.toNanos() / 1e3 / last,
                        it.rowsCompared() * 1_000 / Math.max(1, it.comparing().toMillis()),
                        whole.toMillis() / 1e3,
                        heapAfterCollection());
                if (it.differences() > 0 || it.state() != RebuildState.FINISHED) {
                    throw new AssertionError("the rebuild has found differences where there are none: " + it);
                }
            }
        }
    }

    /** Processor time that has been used so far, here and by the database for us; it tells more than the clock where others work. */
    private static Duration cpu(ReadSide is) {
        var ours = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        return is
                .sql
                .sql(
                        "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'")
                .query(Long.class)
                .list()
                .stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(ours, Duration::plus);
    }

    /** Events per second. */
    private static long plainLoop(LedgerSource source) {
        var started = System.nanoTime();
        var parsed = 0L;
        for (var part = source.after(0, PAGE);
                !part.events().isEmpty();
                part = source.after(part.lastPosition(), PAGE)) {
            for (var event : part.events()) {
                if (event.getPayload() instanceof CustomerEvent) {
                    parsed++;
                }
            }
        }
        return parsed * 1_000_000_000L / (System.nanoTime() - started);
    }

    /** The most that was left over by any collection of old objects so far. */
    private static long heapAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().contains("Old Gen") && pool.getCollectionUsage() != null)
                        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                        .sum()
                >> 20;
    }

    static void fill(ReadSide is, JdbcEventStorage store) {
        var live = new Batches(Users.TABLE.name());
        var writer = new BatchWriter(is.database);
        var projection = new AnnotationEventHandlerAdapter(Users.projection(live, is.vault, Groups.shipped()));
        var events = new ArrayList<DomainEvent>();
        var number = 0;
        for (var count = 0; count < EVENTS; number++) {
            var firm = new Firm("firm" + number / USERS_PER_FIRM, "Firm");
            var user = Crowd.member(number);
            events.add(user.employee(firm));
            // In six of ten events somebody joins: so for each of three users there are two other events.
            switch (number % 6) {
                case 0, 3 ->
                    events.add(new GroupChanged(
                            firm.id(), user.in(firm), Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN, false));
                case 1 -> events.add(new MembershipEndSet(firm.id(), user.in(firm), NOON.plus(Duration.ofDays(9))));
                case 4 -> events.add(user.removed(firm, RemovalCause.BY_ADMIN, false));
                default -> {}
            }
            count = store(is, store, live, writer, projection, events, count);
        }
    }

    private static int store(
            ReadSide is,
            JdbcEventStorage store,
            Batches live,
            BatchWriter writer,
            AnnotationEventHandlerAdapter projection,
            List<DomainEvent> events,
            int count) {
        if (events.size() < EVENTS_PER_TRANSACTION) {
            return count;
        }
        is.transactions.executeWithoutResult(transaction -> {
            var messages = is.messages(new Decision(NOON, List.copyOf(events)));
            store.appendEvents(messages);
            messages.forEach(message -> {
                try {
                    projection.handle(message);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.write(live.take());
        });
        var stored = count + events.size();
        events.clear();
        return stored;
    }
}
