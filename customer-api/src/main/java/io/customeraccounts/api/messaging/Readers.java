package io.customeraccounts.api.messaging;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.projections.ledger.LedgerSource;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Those who wait for events on this node. Each has a virtual thread of its own, so that whoever reads slowly keeps nobody
 * else waiting; there are {@code customer-accounts.feed.max-waiting} at most, and {@code
 * customer-accounts.feed.max-waiting-by-caller} of one caller, so that none takes all places. When the service stops, all are
 * sent home before the server waits for its requests to end.
 */
@Component
public class Readers implements SmartLifecycle {

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    /** After this time whoever can come again makes room for somebody new. */
    private static final Duration MAKES_ROOM = Duration.ofSeconds(2);

    private final int max;
    private final int maxByCaller;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Set<Place> places = new LinkedHashSet<>();
    private long lastPosition;
    private volatile boolean running;

    Readers(
            LedgerSource ledger,
            @Value("${customer-accounts.feed.max-waiting:500}") int max,
            @Value("${customer-accounts.feed.max-waiting-by-caller:50}") int maxByCaller) {
        this.max = max;
        this.maxByCaller = maxByCaller;
        ledger.onGrowth(this::grown);
    }

    /** Of one who waits. */
    public final class Place {

        private final Actor caller;
        private final boolean canComeAgain;
        private final long since = System.nanoTime();
        private volatile boolean kept = true;

        private Place(Actor caller, boolean canComeAgain) {
            this.caller = caller;
            this.canComeAgain = canComeAgain;
        }

        /** Whether to go on waiting. */
        public boolean isKept() {
            return kept && running;
        }

        /** Returns when there is more after the position, or when so much time has passed, or when the place is not kept. */
        public void await(long position, Duration atMost) throws InterruptedException {
            var left = atMost.toNanos();
            lock.lock();
            try {
                while (isKept() && lastPosition <= position && left > 0) {
                    left = news.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Runs what waits for one answer in a thread of its own. If all places are taken, it is the first to lose its place. */
    public void startRequest(Actor caller, Consumer<Place> reading) {
        start(new Place(caller, true), reading);
    }

    /** Writes what somebody reads, until it has no more to write. */
    public interface Writing {
        void write(Place place) throws IOException, InterruptedException;
    }

    /** Runs what writes for as long as it likes in a thread of its own, and ends the stream when it comes to an end. */
    public void startStream(Actor caller, SseEmitter stream, Writing writing) {
        start(new Place(caller, false), place -> {
            try {
                writing.write(place);
                stream.complete();
            } catch (IOException gone) {
                // Nobody reads any more. The server has noticed it first and ends the request by itself: who ended it
                // here
                // as well would get in its way, and it would show a page for errors, to nobody.
            } catch (InterruptedException | Problem mayNot) {
                // Whoever comes again is told why.
                stream.complete();
            } catch (RuntimeException e) {
                stream.completeWithError(e);
            }
        });
    }

    private void start(Place place, Consumer<Place> reading) {
        take(place);
        Thread.ofVirtual().name("feed-reader").start(() -> {
            try {
                reading.accept(place);
            } finally {
                leave(place);
            }
        });
    }

    /** @throws Problem if too many wait already, or too many of this caller */
    private void take(Place place) {
        Predicate<Place> ofCaller = it -> it.caller.equals(place.caller);
        lock.lock();
        try {
            if (places.stream().filter(ofCaller).count() >= maxByCaller && !makeRoom(ofCaller)) {
                throw Problem.tooManyRequests(COME_BACK);
            }
            if (places.size() >= max && !makeRoom(it -> true)) {
                throw Problem.of(ProblemType.TEMPORARILY_UNAVAILABLE).retryAfter(COME_BACK);
            }
            places.add(place);
        } finally {
            lock.unlock();
        }
    }

    /** Whoever has hung up while waiting is noticed only when answered, and would keep a place for nothing until then. */
    private boolean makeRoom(Predicate<Place> among) {
        var longest = places.stream()
                .filter(among)
                .filter(place -> place.canComeAgain && System.nanoTime() - place.since > MAKES_ROOM.toNanos())
                .findFirst();
        longest.ifPresent(place -> {
            place.kept = false;
            places.remove(place);
            news.signalAll();
        });
        return longest.isPresent();
    }

    /** How many wait now. */
    public int present() {
        lock.lock();
        try {
            return places.size();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Place place) {
        lock.lock();
        try {
            places.remove(place);
        } finally {
            lock.unlock();
        }
    }

    private void grown(long position) {
        lock.lock();
        try {
            lastPosition = Math.max(lastPosition, position);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        lock.lock();
        try {
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
