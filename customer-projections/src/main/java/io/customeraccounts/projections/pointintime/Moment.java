package io.customeraccounts.projections.pointintime;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;

/**
 * When something happened, and where in the ledger it stands.
 *
 * @param at to the microsecond
 */
record Moment(long position, Instant at) {

    static Moment of(EventMessage<?> message, TrackingToken token) {
        if (token instanceof GlobalSequenceTrackingToken place) {
            return new Moment(place.getGlobalIndex(), message.getTimestamp().truncatedTo(ChronoUnit.MICROS));
        }
        throw new IllegalArgumentException("not a position in the ledger: " + token);
    }
}
