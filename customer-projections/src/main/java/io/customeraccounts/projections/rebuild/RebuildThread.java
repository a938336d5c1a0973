package io.customeraccounts.projections.rebuild;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * Does what is to be rebuilt part by part, on a thread of its own, and says every ten seconds how far it is. A part that fails
 * is done again; a rebuild whose parts fail five times in a row, for a reason that does not pass, has failed.
 */
final class RebuildThread {

    private static final int FAILURES = 5;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SAY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RebuildThread.class);

    private final String name;
    private final Rebuilds rebuilds;
    private final Set<String> works;
    private final Predicate<String> step;
    private final Runnable asked;
    private final Runnable ended;
    private final Semaphore wakes = new Semaphore(0);

    private volatile boolean running;
    private @Nullable Thread thread;
    private int failures;
    private long said = System.nanoTime();

    /**
     * @param works what can be rebuilt
     * @param step does one part, and says whether there is more to do now
     * @param asked runs each time that somebody has asked for something
     * @param ended runs last
     */
    RebuildThread(
            String name, Rebuilds rebuilds, Set<String> works, Predicate<String> step, Runnable asked, Runnable ended) {
        this.name = name;
        this.rebuilds = rebuilds;
        this.works = works;
        this.step = step;
        this.asked = asked;
        this.ended = ended;
    }

    /** Somebody has asked for something; returns at once. */
    void wake() {
        wakes.release();
    }

    synchronized void start() {
        if (thread == null) {
            running = true;
            thread = Thread.ofPlatform().name(name).daemon().start(this::run);
        }
    }

    /** Returns when the part that is being done is done. */
    synchronized void stop() {
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
                rebuilds.running().stream().filter(works::contains).forEach(this::work);
                if (await(POLL)) {
                    asked.run();
                }
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("No rebuild can go on; it is tried again every second.", e);
                await(POLL);
            }
        }
        ended.run();
    }

    private void work(String what) {
        try {
            while (running && step.test(what)) {
                failures = 0;
                if (Rebuilder.since(said).compareTo(SAY) > 0) {
                    say(what);
                }
            }
        } catch (RuntimeException e) {
            failed(what, e);
        }
    }

    /** What a database says may quote values of rows, which may be personal: not for the log. */
    private void failed(String what, RuntimeException e) {
        var message = e instanceof DataAccessException ? null : e;
        var passes = (e instanceof DataAccessException && !(e instanceof DataIntegrityViolationException))
                || e instanceof TransactionException;
        if (passes) {
            LOG.info("Rebuild of {}: a part is done again after {}", what, name(e));
        } else if (++failures < FAILURES) {
            LOG.warn("Rebuild of {}: a part is done again after {}", what, name(e), message);
        } else {
            LOG.error("Rebuild of {} has failed with {}", what, name(e), message);
            failures = 0;
            rebuilds.end(what, RebuildState.FAILED);
        }
    }

    private static String name(RuntimeException e) {
        return e.getClass().getSimpleName();
    }

    private void say(String what) {
        said = System.nanoTime();
        rebuilds.find(what)
                .ifPresent(it -> LOG.info(
                        "Rebuild of {}: {} %, {} of {} events read, {} events/s, {} rows compared, {} differed, {} s left",
                        what,
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
