package io.customeraccounts.projections.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the ledger to Axon's streaming processors: every event, in the order of the positions, which are the tokens. A
 * position names one event for ever, so a token has no gaps to remember.
 *
 * <p>Payloads are read from their bytes only when a handler asks for them.
 */
public final class LedgerSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    /** Events read by one query; as many are held in memory for each open stream, and of those sealed last. */
    static final int PAGE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerSource.class);

    /** If nobody has announced anything for so long, the ledger is asked. */
    private static final Duration SILENCE = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(100);

    /**
     * Who follows is told no more often: under load they get several events at once, instead of a transaction for each. The
     * first event after a while is told at once.
     */
    private static final Duration TOGETHER = Duration.ofMillis(50);

    private final Ledger ledger;
    private final Serializer serializer;
    private final EventUpcaster upcasters;
    private final Clock clock;
    private final Set<LedgerStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<LongConsumer> listeners = ConcurrentHashMap.newKeySet();
    private volatile Recent recent = new Recent(0, 0, List.of());
    private volatile long announced;
    private volatile long told;
    private volatile long toldAt = System.nanoTime() - TOGETHER.toNanos();
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile long announcedAt = System.nanoTime() - 2 * SILENCE.toNanos();

    /** @param upcasters turn events of former revisions into those of today */
    public LedgerSource(Ledger ledger, Serializer serializer, EventUpcaster upcasters, Clock clock) {
        this.ledger = ledger;
        this.serializer = serializer;
        this.upcasters = upcasters;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if the token was not made by this source */
    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        var stream = new LedgerStream(position(after));
        streams.add(stream);
        return stream;
    }

    /** Before the first event. */
    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    /** After the last event that is sealed now. */
    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(ledger.lastPosition());
    }

    /** Before the first event that was sealed at or after the instant. */
    @Override
    public TrackingToken createTokenAt(Instant instant) {
        return new GlobalSequenceTrackingToken(ledger.positionAt(instant));
    }

    @Override
    public TrackingToken createTokenSince(Duration duration) {
        return createTokenAt(clock.instant().minus(duration));
    }

    /**
     * Some events in their order.
     *
     * @param lastPosition of the last one that was read, which upcasters may have dropped
     */
    public record Part(List<TrackedEventMessage<?>> events, long lastPosition) {}

    /** What is sealed after the position, at most {@code limit} events, as the active transaction sees it. */
    public Part after(long position, int limit) {
        var events = ledger.after(position, limit);
        var last = events.isEmpty() ? position : events.getLast().position();
        return new Part(messages(events.stream()).toList(), last);
    }

    /** What stands at the positions, in order. */
    public List<TrackedEventMessage<?>> at(Collection<Long> positions) {
        return messages(ledger.at(positions).stream()).toList();
    }

    /** What waits to be sealed, at most {@code limit} events, as the active transaction sees it. */
    public List<TrackedEventMessage<?>> waiting(int limit) {
        return messages(ledger.waiting(limit).stream()).toList();
    }

    /** Has the listener told the last position as soon as it has grown, whichever node sealed; it must return at once. */
    public void onGrowth(LongConsumer listener) {
        listeners.add(listener);
    }

    /** What this node has just sealed; not called by two at a time. */
    void announce(Ledger.Sealed sealed) {
        var last = sealed.lastPosition();
        recent = recent.with(last - sealed.events().size(), last, sealed.events());
        announce(last);
    }

    /**
     * The last events that this node has sealed: whoever follows here need not read them. As they are stored: what this node
     * cannot read yet, because a newer one has written it, must not keep it from sealing.
     *
     * @param events all there are after one position up to another
     */
    private record Recent(long after, long upTo, List<Ledger.Positioned> events) {

        boolean hasAfter(long position) {
            return after <= position && position < upTo;
        }

        Stream<Ledger.Positioned> after(long position) {
            return events.stream().filter(event -> event.position() > position);
        }

        /** Only the further ones if other nodes have sealed in between. */
        Recent with(long after, long upTo, List<Ledger.Positioned> further) {
            if (after != this.upTo) {
                return new Recent(after, upTo, further);
            }
            var from = Math.max(this.after, upTo - PAGE);
            return new Recent(
                    from,
                    upTo,
                    Stream.concat(events.stream(), further.stream())
                            .filter(event -> event.position() > from)
                            .toList());
        }
    }

    /** Tells everyone who reads how far the ledger has come; otherwise they look for themselves. */
    void announce(long lastPosition) {
        announcedAt = System.nanoTime();
        if (lastPosition > announced) {
            announced = lastPosition;
            listeners.forEach(listener -> listener.accept(lastPosition));
            if (telling.compareAndSet(false, true)) {
                var wait = toldAt + TOGETHER.toNanos() - System.nanoTime();
                CompletableFuture.delayedExecutor(Math.max(0, wait), TimeUnit.NANOSECONDS, Runnable::run)
                        .execute(this::tell);
            }
        }
    }

    private void tell() {
        toldAt = System.nanoTime();
        telling.set(false);
        told = announced;
        streams.forEach(LedgerStream::wake);
    }

    /** Spares the database a question to which the answer is known: mostly, there is nothing new. */
    private boolean mayHaveAfter(long position) {
        return position < told || System.nanoTime() - announcedAt > SILENCE.toNanos();
    }

    private static long position(@Nullable TrackingToken token) {
        return switch (token) {
            case null -> 0;
            case GlobalSequenceTrackingToken position -> position.getGlobalIndex();
            default -> throw new IllegalArgumentException("not a position in the ledger: " + token);
        };
    }

    private Stream<TrackedEventMessage<?>> messages(Stream<Ledger.Positioned> events) {
        return EventUtils.upcastAndDeserializeTrackedEvents(
                events.map(
                        it -> new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(it.position()), it.event())),
                serializer,
                upcasters);
    }

    /** Read by one thread at a time; woken by any. */
    private final class LedgerStream implements BlockingStream<TrackedEventMessage<?>> {

        private final Queue<TrackedEventMessage<?>> page = new ArrayDeque<>();
        private final Object news = new Object();
        private long read;
        private volatile Runnable onAvailable = () -> {};

        LedgerStream(long after) {
            read = after;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            fill();
            return Optional.ofNullable(page.peek());
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            var deadline = System.nanoTime() + unit.toNanos(timeout);
            while (true) {
                fill();
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (!page.isEmpty() || left <= 0) {
                    return !page.isEmpty();
                }
                synchronized (news) {
                    if (read >= told) {
                        news.wait(Math.min(left, LOOK.toMillis()));
                    }
                }
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!hasNextAvailable((int) LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!streams.contains(this)) {
                    throw new NoSuchElementException("the stream is closed");
                }
            }
            return page.remove();
        }

        private void fill() {
            while (page.isEmpty() && mayHaveAfter(read)) {
                var known = recent;
                if (known.hasAfter(read)) {
                    take(known.after(read), known.upTo());
                    continue;
                }
                var events = ledger.after(read, PAGE);
                if (events.isEmpty()) {
                    return;
                }
                take(events.stream(), events.getLast().position());
            }
        }

        /** All or none: nobody gets past what cannot be read, as when a newer node has written it. */
        private void take(Stream<Ledger.Positioned> events, long upTo) {
            page.addAll(messages(events).toList());
            read = upTo;
        }

        void wake() {
            synchronized (news) {
                news.notifyAll();
            }
            try {
                onAvailable.run();
            } catch (RejectedExecutionException e) {
                LOG.debug("who followed has stopped", e);
            }
        }

        /** Called as soon as there is more, and once now. */
        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            onAvailable = callback;
            callback.run();
            return true;
        }

        @Override
        public void close() {
            streams.remove(this);
            onAvailable = () -> {};
        }
    }
}
