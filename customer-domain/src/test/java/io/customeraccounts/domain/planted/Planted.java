package io.customeraccounts.domain.planted;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.customeraccounts.domain.customer.AddressBook;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.values.FullName;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateRoot;
import org.slf4j.LoggerFactory;

/** Classes that break one rule each, to see that it is found. In a package without package-info, which breaks another. */
public final class Planted {

    private Planted() {}

    // other libraries

    public record Database(Connection connection) {}

    public static class OtherLibrary {
        void check() {
            Assertions.fail();
        }
    }

    // the world outside

    public static class SystemTime {
        Instant now() {
            return Instant.now();
        }
    }

    public static class SystemClock {
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    public static class Milliseconds {
        long now() {
            return System.currentTimeMillis();
        }
    }

    public static class RandomId {
        UUID next() {
            return UUID.randomUUID();
        }
    }

    public static class RandomIdByReference {
        UUID next() {
            return Optional.<UUID>empty().orElseGet(UUID::randomUUID);
        }
    }

    public static class RandomNumber {
        int next() {
            return new Random().nextInt();
        }
    }

    // event sourcing handlers that do more than remember

    public static class Throws {
        @EventSourcingHandler
        void on(CustomerClosed event) {
            throw new IllegalStateException();
        }
    }

    public static class ThrowsFarAway {
        private final Part part = new Part();

        @EventSourcingHandler
        void on(CustomerClosed event) {
            part.remember();
        }

        private static final class Part {
            private Optional<String> name = Optional.empty();

            void remember() {
                name = Optional.of(name.orElseThrow(IllegalStateException::new));
            }
        }
    }

    public static class ThrowsInALambda {
        @EventSourcingHandler
        void on(CustomerClosed event) {
            Optional.ofNullable(event).ifPresent(it -> {
                throw new IllegalStateException();
            });
        }
    }

    public static class InsistsOnAValue {
        String name = "";

        @EventSourcingHandler
        void on(CustomerRenamed event) {
            name = Optional.ofNullable(event.name()).orElseThrow();
        }
    }

    /** A name that is refused tomorrow must not stop yesterday's event. */
    public static class ChecksAgain {
        FullName name = new FullName("Anna");

        @EventSourcingHandler
        void on(CustomerRenamed event) {
            name = new FullName(event.name());
        }
    }

    public static class Logs {
        @EventSourcingHandler
        void on(CustomerClosed event) {
            LoggerFactory.getLogger(Logs.class).info("closed");
        }
    }

    public static class Prints {
        @EventSourcingHandler
        void on(CustomerClosed event) {
            System.out.println("closed");
        }
    }

    public static class ReadsTheClock {
        Instant at = Instant.EPOCH;

        @EventSourcingHandler
        void on(CustomerClosed event, Clock clock) {
            at = clock.instant();
        }
    }

    public static class AsksAPort {
        @EventSourcingHandler
        void on(CustomerClosed event, AddressBook addresses) {}
    }

    public static class Applies {
        @EventSourcingHandler
        void on(CustomerClosed event) {
            apply(new CustomerConfirmed(event.customerId()));
        }
    }

    // command handlers that remember

    @AggregateRoot
    public static class AssignsOutside {
        private String name = "";

        @CommandHandler
        void handle(String command) {
            name = command;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
