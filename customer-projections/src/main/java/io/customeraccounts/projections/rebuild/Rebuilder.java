package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.rebuild.Rebuilds.Place;
import io.customeraccounts.projections.tables.ReadTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rebuilds a read table beside the live one, while commands go on: fills a copy from the ledger, compares it with the live
 * table, and repairs the rows that differ. Any node may do it, and go on where another one stopped.
 *
 * <p>The work is cut into parts of one transaction each, whose place is stored with it. Rows are compared in a snapshot of
 * the database, in which the live table is what the events in the same snapshot have made of it: the copy gets those that it
 * lacks, is compared, and loses them again. So a difference is one, however much is written meanwhile, and a row that was
 * equal stays so, because both get the same events. Nothing is locked but rows that do differ, and those only until the copy
 * has every event that has been committed; commands that wait for them then go on with what they have become. A command that
 * came by before, and did not find what it was to change, is waited for, and the rows are compared again.
 *
 * <p>Only projections run: no policy, no mail.
 */
public final class Rebuilder {

    private static final int EVENTS = 2_000;
    private static final int ROWS = 1_000;

    /** Attempts to repair the same rows, in case commands have changed missing ones in between. */
    private static final int ATTEMPTS = 10;

    private static final int FAILURES = 5;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SAY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilder.class);

    private final Map<String, Work> works;
    private final Rebuilds rebuilds;
    private final LedgerSource source;
    private final Ledger ledger;
    private final JdbcClient sql;
    private final int events;
    private final int rows;
    private final TransactionTemplate transaction;
    private final TransactionTemplate snapshot;
    private final Writers writers;
    private final String node = UUID.randomUUID().toString();

    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;
    private int failures;
    private long said = System.nanoTime();

    /** What is needed for one table. */
    private record Work(ReadTable table, Copy copy, Comparison comparison, String columns) {

        /** With the names of the table, its copy and its key, and with its columns. */
        String sql(String statement) {
            return statement
                    .replace("{live}", table.name())
                    .replace("{copy}", table.copy())
                    .replace("{key}", table.key())
                    .replace("{columns}", columns);
        }
    }

    private record Compared(Place place, Comparison.Result result) {}

    public Rebuilder(
            Collection<Rebuildable> tables,
            Rebuilds rebuilds,
            LedgerSource source,
            Ledger ledger,
            DataSource database,
            PlatformTransactionManager transactions,
            PersonalDataVault vault) {
        this(tables, rebuilds, source, ledger, database, transactions, vault, EVENTS, ROWS);
    }

    /**
     * @param events that are read in one transaction
     * @param rows that are compared in one
     */
    Rebuilder(
            Collection<Rebuildable> tables,
            Rebuilds rebuilds,
            LedgerSource source,
            Ledger ledger,
            DataSource database,
            PlatformTransactionManager transactions,
            PersonalDataVault vault,
            int events,
            int rows) {
        this.events = events;
        this.rows = rows;
        this.rebuilds = rebuilds;
        this.source = source;
        this.ledger = ledger;
        this.sql = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.snapshot = new TransactionTemplate(transactions);
        // The only level at which all tables are those of one moment on H2, too.
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        this.writers = new Writers(database);
        var jdbc = new JdbcTemplate(database);
        this.works = tables.stream()
                .map(it -> {
                    var columns = columns(jdbc, it.table());
                    return new Work(
                            it.table(),
                            new Copy(it, jdbc, vault),
                            new Comparison(sql, it.table(), columns),
                            String.join(", ", columns));
                })
                .collect(Collectors.toUnmodifiableMap(work -> work.table().name(), Function.identity()));
    }

    private static List<String> columns(JdbcTemplate jdbc, ReadTable table) {
        return Objects.requireNonNull(jdbc.query("select * from " + table.name() + " where 1 = 0", rows -> {
            var columns = new ArrayList<String>();
            for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnName(i));
            }
            return columns;
        }));
    }

    // Parts

    /**
     * Does one part of the work, if it is this node's to do.
     *
     * @return whether there is more to do now
     */
    boolean step(String table) {
        var work = Objects.requireNonNull(works.get(table), table);
        var read = read(work);
        if (read.isEmpty()) {
            return false;
        }
        return read.get() >= events || compare(work);
    }

    /** The number of events read, or {@link #events} if something else was to be done first; empty if others work on it. */
    private Optional<Long> read(Work work) {
        var started = System.nanoTime();
        var table = work.table().name();
        return inTransaction(() -> rebuilds.claim(table, node).map(place -> {
            if (place.position() == 0 && clear(work.table())) {
                return (long) events;
            }
            var part = source.after(place.position(), events);
            if (part.lastPosition() == place.position()) {
                return 0L;
            }
            work.copy().apply(part.events());
            rebuilds.read(table, part.lastPosition(), since(started));
            return part.lastPosition() - place.position();
        }));
    }

    /** @return whether there is more to do now */
    private boolean compare(Work work) {
        var started = System.nanoTime();
        var reported = new HashSet<UUID>();
        var locked = Duration.ZERO;
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var compared = inSnapshot(work);
            if (compared.isEmpty()) {
                ledger.seal();
                return true;
            }
            if (compared.get().result().keys().isEmpty()) {
                return goOn(work, compared.get(), since(started), locked);
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
                            "Rebuild of {} has finished: {} events read, {} events/s, {} rows compared, {} differed and were repaired",
                            table,
                            it.eventsRead(),
                            it.eventsPerSecond(),
                            it.rowsCompared(),
                            it.differences()));
            clearAll(work.table());
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
            return since(lockedAt[0]);
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

    /** Empties the copy of a rebuild that has ended. */
    private void clearAll(ReadTable table) {
        while (inTransaction(() -> switch (rebuilds.hold(table.name()).state()) {
            case RUNNING, PAUSED -> false;
            case NONE, FINISHED, CANCELLED, FAILED -> clear(table);
        })) {
            // goes on until nothing is left, or the next one has begun
        }
    }

    /** @return whether there was anything */
    private boolean clear(ReadTable table) {
        return sql.sql("delete from %2$s where %1$s in (select %1$s from %2$s limit 10000)"
                                .formatted(table.key(), table.copy()))
                        .update()
                > 0;
    }

    private <T> T inTransaction(java.util.function.Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    // The thread

    /** Something has been asked for. Call it after the commit; it returns at once. */
    public void wake() {
        wakes.release();
    }

    public synchronized void start() {
        if (thread == null) {
            running = true;
            thread = Thread.ofPlatform().name("rebuilder").daemon().start(this::run);
        }
    }

    /** Returns when the part that is being done is done. */
    public synchronized void stop() {
        if (thread != null) {
            running = false;
            wake();
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    private void run() {
        while (running) {
            try {
                rebuilds.running().forEach(this::work);
                if (await(POLL)) {
                    works.values().forEach(work -> clearAll(work.table()));
                }
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("No rebuild can go on; it is tried again every second.", e);
                await(POLL);
            }
        }
    }

    private void work(String table) {
        try {
            while (running && step(table)) {
                failures = 0;
                if (since(said).compareTo(SAY) > 0) {
                    say(table);
                }
            }
        } catch (RuntimeException e) {
            failed(table, e);
        }
    }

    /** What a database says may quote values of rows, which may be personal: not for the log. */
    private void failed(String table, RuntimeException e) {
        var said = e instanceof DataAccessException ? null : e;
        var passes = (e instanceof DataAccessException && !(e instanceof DataIntegrityViolationException))
                || e instanceof TransactionException;
        if (passes) {
            LOG.info("Rebuild of {}: a part is done again after {}", table, name(e));
        } else if (++failures < FAILURES) {
            LOG.warn("Rebuild of {}: a part is done again after {}", table, name(e), said);
        } else {
            LOG.error("Rebuild of {} has failed with {}", table, name(e), said);
            failures = 0;
            rebuilds.end(table, RebuildState.FAILED);
        }
    }

    private static String name(RuntimeException e) {
        return e.getClass().getSimpleName();
    }

    private void say(String table) {
        said = System.nanoTime();
        rebuilds.find(table)
                .ifPresent(it -> LOG.info(
                        "Rebuild of {}: {} %, {} of {} events read, {} events/s, {} rows compared, {} differed, {} s left",
                        table,
                        it.percent(),
                        it.eventsRead(),
                        it.events(),
                        it.eventsPerSecond(),
                        it.rowsCompared(),
                        it.differences(),
                        it.left() == null ? "?" : it.left().toSeconds()));
    }

    /** @return whether somebody has asked for something */
    private boolean await(Duration pause) {
        try {
            var woken = wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            wakes.drainPermits();
            return woken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
            return false;
        }
    }
}
