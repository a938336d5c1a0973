package io.customeraccounts.projections.followers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a follower could not handle. Says nothing of what is in it, nor what the failure says, which may quote it.
 *
 * @param id of the letter, another one in each follower
 * @param sequence the customer, whose later events wait for it
 * @param name of the event
 * @param position of the event in the ledger; absent if it is not there
 * @param lastTriedAt absent if it has not been tried again
 * @param cause the kind of the failure; absent if it only waits for another
 * @param waiting later events of the same customer that wait for it
 */
public record DeadLetter(
        UUID id,
        String follower,
        String sequence,
        UUID eventId,
        String name,
        @Nullable Long position,
        Instant occurredAt,
        Instant parkedAt,
        @Nullable Instant lastTriedAt,
        @Nullable String cause,
        long waiting) {}
