package io.customeraccounts.projections.followers;

import io.customeraccounts.domain.values.PersonId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that an operator has decided a follower is to leave out.
 *
 * @param id of the letter that it was in
 */
public record DiscardedEvent(
        UUID id,
        String follower,
        String sequence,
        UUID eventId,
        String name,
        @Nullable String cause,
        Instant discardedAt,
        PersonId discardedBy,
        String reason) {}
