package io.customeraccounts.projections.systems;

import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.SystemId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A platform in which projects have their resources.
 *
 * @param clientId who speaks for it: the subject of its tokens
 * @param locations that it serves, in their order; none once it is removed
 * @param removedAt absent while it is connected
 * @param version the number of its last change by an operator, from 0
 * @param confirmedPosition it has applied every revocation up to this position of the ledger
 * @param confirmedAt when it last said so; before that, when it was registered
 */
public record ConnectedSystem(
        SystemId id,
        String name,
        String clientId,
        List<LocationName> locations,
        Instant registeredAt,
        @Nullable Instant removedAt,
        long version,
        long confirmedPosition,
        Instant confirmedAt) {

    public ConnectedSystem {
        locations = List.copyOf(locations);
    }
}
