package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.rebuild.Rebuilds.Place;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Compares the live table with its copy, part by part, and makes the rows that differ what the events say, if it is to. */
final class Repair {

    /** Attempts to repair the same rows, in case commands have changed missing ones in between. */
    private static final int ATTEMPTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilder.class);

    private final Rebuilds rebuilds;
    private final LedgerSource source;
    private final Ledger ledger;
    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final TransactionTemplate snapshot;
    private final Writers writers;
    private final String node;
    private final int events;
    private final int rows;

    private record Compared(Place place, Comparison.Result result) {}

    /**
     * @param node the name under which it claims what it does
     * @param events that are read at once
     * @param rows that are compared in one transaction
     */
    Repair(
            Rebuilds rebuilds,
            LedgerSource source,
            Ledger ledger,
            DataSource database,
            PlatformTransactionManager transactions,
            String node,
            int events,
            int rows) {
        this.rebuilds = rebuilds;
        this.source = source;
        this.ledger = ledger;
        this.sql = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.snapshot = new TransactionTemplate(transactions);
        // The only level at which all tables are those of one moment on H2, too.
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        this.writers = new Writers(database);
        this.node = node;
        this.events = events;
        this.rows = rows;
    }

    /** @return false as soon as the rebuild has finished */
    boolean compare(Work work) {
        var started = System.nanoTime();
        var reported = new HashSet<UUID>();
        var locked = Duration.ZERO;
        if (rebuilds.place(work.table().name()).comparedTo() == null) {
            work.copy().filled();
        }
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var compared = inSnapshot(work);
            if (compared.isEmpty()) {
                ledger.seal();
                return true;
            }
            if (compared.get().result().keys().isEmpty()
                    || compared.get().place().checkOnly()) {
                return goOn(work, compared.get(), Rebuilder.since(started), locked);
            }
            var took = repair(work, compared.get(), reported);
            if (took.isEmpty()) {
                return true;
            }
            locked = locked.compareTo(took.get()) < 0 ? took.get() : locked;
            writers.awaitEndOfOlder(work.table());
        }
        throw new IllegalStateException(work.table().name() + " differs again and again from what the events say");
    }

    /** Empty if there were too many events to read before. */
    private Optional<Compared> inSnapshot(Work work) {
        return Objects.requireNonNull(snapshot.execute(status -> {
            status.setRollbackOnly();
            var place = rebuilds.place(work.table().name());
            var part = source.after(place.position(), events);
            var waiting = source.waiting(events);
            if (part.events().size() >= events || waiting.size() >= events) {
                return Optional.<Compared>empty();
            }
            work.copy().apply(part.events());
            work.copy().apply(waiting);
            return Optional.of(new Compared(place, work.comparison().after(place.comparedTo(), rows)));
        }));
    }

    /** @return whether there is more to do now */
    private boolean goOn(Work work, Compared compared, Duration took, Duration locked) {
        var table = work.table().name();
        var last = compared.result().upTo() == null;
        var more = inTransaction(() -> holdsStill(compared.place())
                .map(place -> {
                    var differing = compared.result().keys().size();
                    if (differing > 0) {
                        rebuilds.report(table, compared.result().differences(), differing);
                    }
                    rebuilds.compared(table, compared.result(), took, locked);
                    if (last) {
                        rebuilds.end(table, RebuildState.FINISHED);
                    }
                    return !last;
                })
                .orElse(true));
        if (!more) {
            rebuilds.find(table)
                    .ifPresent(it -> LOG.info(
                            "Rebuild of {} has finished: {} events read, {} events/s, {} rows compared, {} differed{}",
                            table,
                            it.eventsRead(),
                            it.eventsPerSecond(),
                            it.rowsCompared(),
                            it.differences(),
                            it.checkOnly() ? " and are left as they are" : " and were repaired"));
        }
        return more;
    }

    /** The claim, if nothing has changed but events that were read. */
    private Optional<Place> holdsStill(Place before) {
        return rebuilds.claim(before.table(), node)
                .filter(now -> now.run().equals(before.run()) && Objects.equals(now.comparedTo(), before.comparedTo()));
    }

    /**
     * Makes live rows what the events say.
     *
     * @param reported rows that were before; gets those that are now
     * @return how long they were locked; empty if somebody else works on it
     */
    private Optional<Duration> repair(Work work, Compared compared, Set<UUID> reported) {
        var keys = compared.result().keys();
        var table = work.table().name();
        var lockedAt = new long[1];
        var repaired = inTransaction(() -> holdsStill(compared.place()).map(place -> {
            lockedAt[0] = System.nanoTime();
            sql.sql(work.sql("select {key} from {live} where {key} in (:keys) order by {key} for update"))
                    .param("keys", keys)
                    .query(UUID.class)
                    .list();
            // Whoever has changed these rows has committed, or waits: so the copy gets to know everything about them.
            while (ledger.seal() >= Ledger.BATCH) {
                // goes on until less waited
            }
            readToTheEnd(work, place.position());
            takeOver(work, keys);
            var news = keys.stream().filter(key -> !reported.contains(key)).toList();
            rebuilds.report(
                    table,
                    compared.result().differences().stream()
                            .filter(difference -> !reported.contains(difference.key()))
                            .toList(),
                    news.size());
            return news;
        }));
        return repaired.map(news -> {
            reported.addAll(news);
            LOG.warn("Rebuild of {}: {} rows differed from the events and were repaired", table, news.size());
            return Rebuilder.since(lockedAt[0]);
        });
    }

    private void readToTheEnd(Work work, long from) {
        var position = from;
        while (true) {
            var part = source.after(position, events);
            if (part.lastPosition() == position) {
                rebuilds.read(work.table().name(), position, Duration.ZERO);
                return;
            }
            work.copy().apply(part.events());
            position = part.lastPosition();
        }
    }

    private void takeOver(Work work, Set<UUID> keys) {
        var unique = work.table().unique();
        execute(work, keys, """
                delete from {live} where {key} in (:keys)
                    and not exists (select 1 from {copy} c where c.{key} = {live}.{key})
                """);
        if (!unique.isEmpty()) {
            // A unique value may have to go from one row to another.
            execute(work, keys, "update {live} set %s = null where {key} in (:keys)".formatted(unique.getFirst()));
            execute(work, keys, """
                    update {live} set %s = null where {key} in (
                        select l.{key} from {copy} c join {live} l on %s where c.{key} in (:keys) and c.{key} <> l.{key})
                    """.formatted(
                            unique.getFirst(),
                            unique.stream()
                                    .map(column -> "c." + column + " = l." + column)
                                    .collect(Collectors.joining(" and "))));
        }
        execute(work, keys, """
                update {live} set ({columns}) = (select {columns} from {copy} c where c.{key} = {live}.{key})
                where {key} in (:keys)
                """);
        execute(work, keys, """
                insert into {live} ({columns})
                select {columns} from {copy} c where c.{key} in (:keys)
                    and not exists (select 1 from {live} l where l.{key} = c.{key})
                """);
    }

    private void execute(Work work, Set<UUID> keys, String statement) {
        sql.sql(work.sql(statement)).param("keys", keys).update();
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
