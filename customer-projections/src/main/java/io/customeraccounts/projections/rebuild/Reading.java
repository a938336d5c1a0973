package io.customeraccounts.projections.rebuild;

import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.rebuild.Batches.Change;
import io.customeraccounts.projections.rebuild.Rebuilds.Place;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the ledger into the copy of a table, part by part. While one part is written, the next one is read and prepared by
 * another thread. It is thrown away if the rebuild is at another place when its turn comes, or if somebody has been erased
 * meanwhile: then their values may be in it.
 */
final class Reading {

    private static final Executor AHEAD =
            work -> Thread.ofPlatform().name("rebuilder-ahead").daemon().start(work);

    private final Rebuilds rebuilds;
    private final LedgerSource source;
    private final TransactionTemplate transaction;
    private final String node;
    private final int events;
    private @Nullable Ahead ahead;

    /** @param lastPosition of its events */
    private record Part(long lastPosition, List<Change> changes) {}

    /** @param place at which it comes next */
    private record Ahead(Place place, CompletableFuture<Part> part) {}

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
        awaitAhead();
        return Objects.requireNonNull(transaction.execute(status -> rebuilds.claim(table, node)
                .map(place -> {
                    if (place.position() == 0) {
                        if (work.copy().clear()) {
                            return (long) events;
                        }
                        work.copy().begin();
                    }
                    var part = prepared(work, place);
                    var count = part.lastPosition() - place.position();
                    if (count == 0) {
                        return 0L;
                    }
                    if (count >= events) {
                        begin(work, place.at(part.lastPosition()));
                    }
                    work.copy().write(part.changes());
                    rebuilds.read(table, part.lastPosition(), Rebuilder.since(started));
                    return count;
                })));
    }

    private Part prepared(Work work, Place place) {
        var next = ahead;
        ahead = null;
        return next != null && next.place().equals(place) && !next.part().isCompletedExceptionally()
                ? next.part().join()
                : prepare(work, place);
    }

    private void begin(Work work, Place place) {
        ahead = new Ahead(place, CompletableFuture.supplyAsync(() -> prepare(work, place), AHEAD));
    }

    private Part prepare(Work work, Place place) {
        var part = source.after(place.position(), events);
        return new Part(part.lastPosition(), work.copy().prepared(part.events()));
    }

    /** Returns when nobody reads ahead. What has failed is done again by whoever needs it. */
    void awaitAhead() {
        if (ahead != null) {
            try {
                ahead.part().join();
            } catch (CompletionException e) {
                // said when it fails again
            }
        }
    }
}
