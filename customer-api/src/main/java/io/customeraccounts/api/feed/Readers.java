package io.customeraccounts.api.feed;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.projections.ledger.LedgerSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Those who wait for events on this node. Each has a virtual thread of its own, so that whoever reads slowly keeps nobody
 * else waiting; there are {@code customer-accounts.feed.max-waiting} at most. When the service stops, all are sent home before
 * the server waits for its requests to end.
 */
@Component
class Readers implements SmartLifecycle {

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final int max;
    private final AtomicInteger present = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long lastPosition;
    private volatile boolean running;

    Readers(LedgerSource ledger, @Value("${customer-accounts.feed.max-waiting:500}") int max) {
        this.max = max;
        ledger.onGrowth(this::grown);
    }

    /**
     * Runs what waits in a thread of its own.
     *
     * @throws Problem if too many wait already
     */
    void start(Runnable reading) {
        if (present.incrementAndGet() > max) {
            present.decrementAndGet();
            throw Problem.of(ProblemType.TEMPORARILY_UNAVAILABLE).retryAfter(COME_BACK);
        }
        Thread.ofVirtual().name("feed-reader").start(() -> {
            try {
                reading.run();
            } finally {
                present.decrementAndGet();
            }
        });
    }

    /** How many wait now. */
    int present() {
        return present.get();
    }

    /** Returns when there is more after the position, or when so much time has passed, or when the service stops. */
    void await(long position, Duration atMost) throws InterruptedException {
        var left = atMost.toNanos();
        lock.lock();
        try {
            while (running && lastPosition <= position && left > 0) {
                left = news.awaitNanos(left);
            }
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
