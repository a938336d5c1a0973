package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.ledger.LedgerSource;
import java.util.Optional;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the ledger into the copy of a table, part by part. */
final class Reading {

    private final Rebuilds rebuilds;
    private final LedgerSource source;
    private final TransactionTemplate transaction;
    private final String node;
    private final int events;

    /**
     * @param node the name under which it claims what it does
     * @param events that are read in one transaction
     */
    Reading(Rebuilds rebuilds, LedgerSource source, PlatformTransactionManager transactions, String node, int events) {
        this.rebuilds = rebuilds;
        this.source = source;
        this.transaction = new TransactionTemplate(transactions);
        this.node = node;
        this.events = events;
    }

    /** The number of events read, or as many as a part has if something else was to be done first; empty if others work on it. */
    Optional<Long> read(Work work) {
        var started = System.nanoTime();
        var table = work.table().name();
        return transaction.execute(status -> rebuilds.claim(table, node).map(place -> {
            if (place.position() == 0 && work.copy().clear()) {
                return (long) events;
            }
            var part = source.after(place.position(), events);
            if (part.lastPosition() == place.position()) {
                return 0L;
            }
            work.copy().apply(part.events());
            rebuilds.read(table, part.lastPosition(), Rebuilder.since(started));
            return part.lastPosition() - place.position();
        }));
    }
}
