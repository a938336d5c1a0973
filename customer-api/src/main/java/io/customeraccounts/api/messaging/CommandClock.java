package io.customeraccounts.api.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * UTC in whole microseconds, which is what both databases keep, so that a time read back is the time that was decided.
 *
 * <p>A command happens at one instant: that of the first look at the clock, when its customer is loaded and locked. All
 * that it decides and all its events have that time.
 */
public final class CommandClock extends Clock {

    private static final String INSTANT = CommandClock.class.getName();
    private static final Clock MICROSECONDS = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));

    private static final ScopedValue<Instant> PAST = ScopedValue.newInstance();

    private final Clock now;

    private CommandClock(Clock now) {
        this.now = now;
    }

    /** @param now what time it is outside of commands */
    static Clock of(Clock now) {
        // Axon asks a clock of its own for the times of events, one for the whole process.
        GenericEventMessage.clock = new CommandClock(MICROSECONDS);
        return new CommandClock(now);
    }

    static Clock system() {
        return of(MICROSECONDS);
    }

    /** Lets the commands that this thread sends meanwhile happen at an earlier instant: demo data have a past. */
    public static void at(Instant past, Runnable commands) {
        ScopedValue.where(PAST, past).run(commands);
    }

    @Override
    public Instant instant() {
        if (PAST.isBound()) {
            return PAST.get();
        }
        if (CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get().getMessage() instanceof CommandMessage<?>) {
            return CurrentUnitOfWork.get().getOrComputeResource(INSTANT, first -> now.instant());
        }
        return now.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are in UTC");
    }
}
