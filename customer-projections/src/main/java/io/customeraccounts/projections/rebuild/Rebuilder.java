package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.transaction.PlatformTransactionManager;
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

    private static final int EVENTS = 5_000;
    private static final int ROWS = 1_000;

    private final Map<String, Work> works;
    private final Rebuilds rebuilds;
    private final Reading reading;
    private final Repair repair;
    private final TransactionTemplate transaction;
    private final int events;

    private final RebuildThread thread;

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
        this.thread = new RebuildThread(
                "rebuilder",
                rebuilds,
                works.keySet(),
                this::step,
                () -> works.values().forEach(this::clearAll),
                reading::awaitAhead);
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
        var cleared = false;
        while (Objects.requireNonNull(transaction.execute(
                status -> switch (rebuilds.hold(work.table().name()).state()) {
                    case RUNNING, PAUSED -> false;
                    case NONE, FINISHED, CANCELLED, FAILED -> work.copy().clear();
                }))) {
            // goes on until nothing is left, or the next one has begun
            cleared = true;
        }
        if (cleared) {
            work.copy().cleared();
        }
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    // The thread

    /** Something has been asked for. Call it after the commit; it returns at once. */
    public void wake() {
        thread.wake();
    }

    public void start() {
        thread.start();
    }

    /** Returns when the part that is being done is done. */
    public void stop() {
        thread.stop();
    }
}
