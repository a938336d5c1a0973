package io.customeraccounts.projections.systems;

import io.customeraccounts.domain.values.SystemId;
import java.time.Instant;
import java.util.List;

/**
 * How many of the connected systems concerned have applied everything that ended access: "2 of 3".
 *
 * @param of all that serve a location concerned
 * @param missing those that have not, by name
 */
public record Confirmation(int of, List<Missing> missing) {

    /** @param since when the first thing happened that the system has not confirmed */
    public record Missing(SystemId systemId, String name, Instant since) {}

    public Confirmation {
        missing = List.copyOf(missing);
    }

    public int confirmed() {
        return of - missing.size();
    }
}
