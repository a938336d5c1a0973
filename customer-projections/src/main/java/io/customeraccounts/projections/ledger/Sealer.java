package io.customeraccounts.projections.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger going on this node, with a thread of its own: seals as soon as this node has committed something, and looks
 * every {@link #POLL} whether another node has committed or sealed. Every node has one; which of them seals an event
 * makes no difference.
 */
public final class Sealer {

    /** What another node does is noticed after this time at the latest. */
    static final Duration POLL = Duration.ofMillis(100);

    /** After events were sealed; so that several are sealed at once when there are many, instead of a transaction for each. */
    private static final Duration REST = Duration.ofMillis(10);

    /** After a failure, for instance while the database is away. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    private final Ledger ledger;
    private final LedgerSource source;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean running;
    private volatile boolean failing;
    private volatile long lastPosition;
    private final Counter sealed;
    private @Nullable Thread thread;

    public Sealer(Ledger ledger, LedgerSource source, MeterRegistry metrics) {
        this.ledger = ledger;
        this.source = source;
        Gauge.builder("customer.accounts.ledger.position", this, sealer -> sealer.lastPosition)
                .description("Position of the last sealed event, as far as this node knows")
                .register(metrics);
        Gauge.builder(
                        "customer.accounts.ledger.unsealed",
                        ledger,
                        it -> it.progress().unsealed())
                .description("Committed events that wait for their position")
                .register(metrics);
        TimeGauge.builder("customer.accounts.ledger.lag", ledger, TimeUnit.MILLISECONDS, Ledger::lagInMilliseconds)
                .description("How long the event that waits first has been waiting; 0 if none waits")
                .register(metrics);
        sealed = Counter.builder("customer.accounts.ledger.sealed")
                .description("Events that this node has sealed since it started")
                .register(metrics);
        Gauge.builder("customer.accounts.ledger.failing", this, sealer -> sealer.failing ? 1 : 0)
                .description("1 while this node cannot seal events, which then wait; otherwise 0")
                .register(metrics);
    }

    /** Events have been committed. Call it after the commit, from any thread; it returns at once. */
    public void wake() {
        wakes.release();
    }

    /** Whether the last attempt failed. Nothing is lost then: what is committed waits. */
    public boolean isFailing() {
        return failing;
    }

    public synchronized void start() {
        if (thread == null) {
            running = true;
            thread = Thread.ofPlatform().name("ledger-sealer").daemon().start(this::run);
        }
    }

    /** Returns when the thread has ended; what is not sealed yet is sealed by the next one that runs. */
    public synchronized void stop() {
        if (thread != null) {
            running = false;
            wake();
            join(thread);
            thread = null;
        }
    }

    public boolean isRunning() {
        return running;
    }

    private void run() {
        var woken = false;
        while (running) {
            try {
                sealEverything(woken);
                if (failing) {
                    failing = false;
                    LOG.info("Events are sealed again.");
                }
                woken = await(POLL);
            } catch (RuntimeException e) {
                // Whatever it is, the ledger must go on as soon as it can: said once, shown in health and metrics.
                if (!failing) {
                    LOG.warn("Events cannot be sealed; they wait, and it is tried again every second.", e);
                }
                failing = true;
                woken = await(PAUSE);
            }
        }
    }

    private void sealEverything(boolean woken) {
        if (!woken && !eventsWait()) {
            return;
        }
        Ledger.Sealed some;
        do {
            some = ledger.sealSome();
            sealed.increment(some.events().size());
            lastPosition = some.lastPosition();
            source.announce(some);
        } while (running && some.events().size() == Ledger.BATCH);
        if (!some.events().isEmpty()) {
            pause(REST);
        }
    }

    private boolean eventsWait() {
        var state = ledger.state();
        lastPosition = state.lastPosition();
        source.announce(state.lastPosition());
        return state.eventsWait();
    }

    /** Whether events were committed on this node meanwhile. */
    private boolean await(Duration pause) {
        try {
            var woken = wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            wakes.drainPermits();
            return woken;
        } catch (InterruptedException e) {
            end();
            return false;
        }
    }

    private void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            end();
        }
    }

    private void end() {
        Thread.currentThread().interrupt();
        running = false;
    }

    private static void join(Thread running) {
        try {
            running.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
