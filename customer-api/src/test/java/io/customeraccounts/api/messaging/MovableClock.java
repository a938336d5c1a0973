package io.customeraccounts.api.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Further beans of a service: it goes by a clock that runs and can be moved. One clock for all services that have it. */
public final class MovableClock {

    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    /** It is that time now; it runs on from there. */
    public static void moveTo(Instant instant) {
        AHEAD.set(Duration.between(Instant.now(), instant));
    }

    @Bean
    @Primary
    Clock clockThatIsMoved() {
        return CommandClock.of(new Clock() {
            @Override
            public Instant instant() {
                return Instant.now().plus(AHEAD.get()).truncatedTo(ChronoUnit.MICROS);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("times are in UTC");
            }
        });
    }
}
