package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.transaction.PlatformTransactionManager;
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

    private static final int FAILURES = 5;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SAY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilder.class);

    private final Map<String, Work> works;
    private final Rebuilds rebuilds;
    private final Reading reading;
    private final Repair repair;
    private final TransactionTemplate transaction;
    private final int events;

    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;
    private int failures;
    private long said = System.nanoTime();

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
        this.rebuilds = rebuilds;
        this.transaction = new TransactionTemplate(transactions);
        var node = UUID.randomUUID().toString();
        this.reading = new Reading(rebuilds, source, transactions, node, events);
        this.repair = new Repair(rebuilds, source, ledger, database, transactions, node, events, rows);
        this.works = tables.stream()
                .map(it -> Work.of(it, database, vault))
                .collect(Collectors.toUnmodifiableMap(work -> work.table().name(), Function.identity()));
    }

    // Parts

    /**
     * Does one part of the work, if it is this node's to do.
     *
     * @return whether there is more to do now
     */
    boolean step(String table) {
        var work = Objects.requireNonNull(works.get(table), table);
        var read = reading.read(work);
        if (read.isEmpty()) {
            return false;
        }
        if (read.get() >= events || repair.compare(work)) {
            return true;
        }
        clearAll(work);
        return false;
    }

    /** Empties the copy of a rebuild that has ended. */
    private void clearAll(Work work) {
        while (Objects.requireNonNull(transaction.execute(
                status -> switch (rebuilds.hold(work.table().name()).state()) {
                    case RUNNING, PAUSED -> false;
                    case NONE, FINISHED, CANCELLED, FAILED -> work.copy().clear();
                }))) {
            // goes on until nothing is left, or the next one has begun
        }
    }

    static Duration since(long nanoTime) {
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
                rebuilds.running().stream().filter(works::containsKey).forEach(this::work);
                if (await(POLL)) {
                    works.values().forEach(this::clearAll);
                }
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("No rebuild can go on; it is tried again every second.", e);
                await(POLL);
            }
        }
        reading.awaitAhead();
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
