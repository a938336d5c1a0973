package io.customeraccounts.projections.systems;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.LocationName;
import java.time.Instant;
import java.util.List;

/**
 * What an operator did to a connected system, and how it was afterwards.
 *
 * @param version of the system since then
 */
public record SystemChange(
        long version,
        Kind kind,
        Instant at,
        Actor actor,
        String reason,
        String name,
        String clientId,
        List<LocationName> locations) {

    public SystemChange {
        locations = List.copyOf(locations);
    }

    /** The names are stored. */
    public enum Kind {
        REGISTERED,
        CHANGED,
        SECRET_REPLACED,
        REMOVED
    }
}
