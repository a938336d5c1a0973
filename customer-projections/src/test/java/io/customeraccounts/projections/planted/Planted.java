package io.customeraccounts.projections.planted;

import io.customeraccounts.domain.customer.Customer;
import io.customeraccounts.domain.customer.CustomerCommand;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.axonframework.eventhandling.EventHandler;

/** Classes that break one rule each, to see that it is found. In a package without package-info, which breaks another. */
public final class Planted {

    private Planted() {}

    public record KnowsTheAggregate(Customer customer) {}

    public record KnowsACommand(CustomerCommand.CloseCustomer command) {}

    public static class KnowsARefusal {
        void refuse() {
            throw new CustomerRefusal.UserNotFound();
        }
    }

    public record KnowsTheWeb(URI page) {}

    public static class TakesTheTime {
        Instant now() {
            return Instant.now();
        }
    }

    public static class TakesAClock {
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    public static class PublicProjection {
        @EventHandler
        void on(CustomerClosed event) {}
    }
}
