package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.projections.ledger.LedgerSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The open pages on this node that want to know of changes. Each has a virtual thread of its own; when the service stops all are
 * let go, before the server waits for its requests to end.
 */
@Component
class Watchers implements SmartLifecycle {

    /** More pages than anybody looks at. */
    private static final int MAX_BY_CALLER = 30;

    private static final int MAX = 2_000;
    private static final Duration COME_BACK = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Map<Actor, Integer> pages = new HashMap<>();
    private int present;
    private long lastPosition;
    private volatile boolean running;

    Watchers(LedgerSource ledger) {
        ledger.onGrowth(this::grown);
    }

    /** @throws Problem if there are too many pages already */
    void start(Actor caller, Consumer<Watchers> watching) {
        enter(caller);
        Thread.ofVirtual().name("page").start(() -> {
            try {
                watching.accept(this);
            } finally {
                leave(caller);
            }
        });
    }

    private void enter(Actor caller) {
        lock.lock();
        try {
            if (present >= MAX || pages.getOrDefault(caller, 0) >= MAX_BY_CALLER) {
                throw Problem.tooManyRequests(COME_BACK);
            }
            present++;
            pages.merge(caller, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void leave(Actor caller) {
        lock.lock();
        try {
            present--;
            pages.computeIfPresent(caller, (it, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when there is more after the position, when so much time has passed, or when the service stops. */
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
        grown(0);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
