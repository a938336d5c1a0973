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
 * Reads the ledger into the copy of a table, part by part. While one part is written, another thread prepares the next one,
 * and a third reads the one after that. What is prepared is thrown away if the rebuild is at another place when its turn
 * comes, or if somebody has been erased meanwhile: then their values may be in it. What is only read has them encrypted.
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
    private @Nullable Further further;

    /** @param lastPosition of its events */
    private record Part(long lastPosition, List<Change> changes) {}

    /** @param position after which its events stand */
    private record Further(long position, CompletableFuture<LedgerSource.Part> part) {}

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
        if (ahead != null) {
            awaitQuietly(ahead.part());
        }
        var read = Objects.requireNonNull(transaction.execute(status -> rebuilds.claim(table, node)
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
        if (read.isEmpty()) {
            // Paused, ended, or another node's: what is held for it may never be asked for, and has personal data in
            // it.
            awaitAhead();
            ahead = null;
            further = null;
        }
        return read;
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

    /** By one thread at a time: who writes has waited for who prepares. */
    private Part prepare(Work work, Place place) {
        var part = eventsAfter(place.position());
        var last = part.lastPosition();
        if (last - place.position() >= events) {
            further = new Further(last, CompletableFuture.supplyAsync(() -> source.after(last, events), AHEAD));
        }
        return new Part(last, work.copy().prepared(part.events()));
    }

    private LedgerSource.Part eventsAfter(long position) {
        var next = further;
        further = null;
        if (next != null) {
            awaitQuietly(next.part());
            if (next.position() == position && !next.part().isCompletedExceptionally()) {
                var part = next.part().join();
                // One that was not full then may have become so.
                if (part.lastPosition() - position >= events) {
                    return part;
                }
            }
        }
        return source.after(position, events);
    }

    /** Returns when nobody reads ahead. What has failed is done again by whoever needs it. */
    void awaitAhead() {
        if (ahead != null) {
            awaitQuietly(ahead.part());
        }
        if (further != null) {
            awaitQuietly(further.part());
        }
    }

    private static void awaitQuietly(CompletableFuture<?> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            // said when it fails again
        }
    }
}
