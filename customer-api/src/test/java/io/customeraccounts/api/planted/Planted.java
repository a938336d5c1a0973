package io.customeraccounts.api.planted;

import io.customeraccounts.domain.customer.Customer;
import java.time.Clock;
import java.time.Instant;
import org.springframework.web.bind.annotation.RestController;

/** Classes that break one rule each, to see that it is found. In a package without package-info, which breaks another. */
public final class Planted {

    private Planted() {}

    public record KnowsTheAggregate(Customer customer) {}

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

    /** Abstract, or the applications under test would have it. */
    @RestController
    public abstract static class PublicController {}
}
