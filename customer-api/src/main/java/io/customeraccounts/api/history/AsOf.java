package io.customeraccounts.api.history;

import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.history.History.Progress;
import io.customeraccounts.projections.pointintime.PointInTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Says up to when an answer about the past is right. The history is written down after the events, mostly within
 * milliseconds; who asks about what is missing waits a moment for it, and is told if it still is.
 */
@Component
class AsOf {

    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final History history;
    private final PointInTime past;
    private final Clock clock;

    AsOf(History history, PointInTime past, Clock clock) {
        this.history = history;
        this.past = past;
        this.clock = clock;
    }

    /** Of the customer, and of the partners in which something may end that ends here too: as far as all of them. */
    private Progress progress(CustomerId customerId) {
        var own = history.progress(customerId);
        if (!past.isFilled(customerId)) {
            return new Progress(own.position(), Instant.EPOCH);
        }
        var missing = Stream.concat(
                        Stream.of(own), past.partners(customerId).stream().map(history::progress))
                .map(Progress::missingFrom)
                .flatMap(Stream::ofNullable)
                .min(Comparator.naturalOrder());
        return new Progress(own.position(), missing.orElse(null));
    }

    /** Of an answer about the time. */
    KnownJson know(CustomerId customerId, Instant at) {
        return know(customerId, at, at);
    }

    /** Of an answer about the time that also says what has become of it since. */
    KnownJson knowUntilNow(CustomerId customerId, Instant at) {
        var now = clock.instant();
        return know(customerId, at, at.isAfter(now) ? at : now);
    }

    private KnownJson know(CustomerId customerId, Instant at, Instant until) {
        var deadline = System.nanoTime() + WAIT.toNanos();
        var now = clock.instant();
        var progress = progress(customerId);
        while (!progress.covers(until) && System.nanoTime() < deadline) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            progress = progress(customerId);
        }
        if (!progress.covers(until)) {
            return new KnownJson(at, false, progress.missingFrom(), progress.position());
        }
        return new KnownJson(at, !at.isAfter(now), at.isAfter(now) ? now : null, progress.position());
    }

    Instant now() {
        return clock.instant();
    }

    /** The time that is asked about; now if none is. */
    Instant at(Query query) {
        return query.find("at", Times::parse).orElseGet(this::now);
    }
}
