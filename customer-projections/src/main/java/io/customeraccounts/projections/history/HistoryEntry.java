package io.customeraccounts.projections.history;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the history: an event, who did it, and what it is about.
 *
 * @param position in the one order of all events
 * @param name the stored one, such as {@code customer.user-invited}
 * @param projectId absent if it is about no project; likewise the others
 * @param actor as {@link io.customeraccounts.domain.values.Actor#asText()} writes it
 * @param cause the id of the command, or of the event that it follows from
 */
public record HistoryEntry(
        long position,
        UUID eventId,
        Instant occurredAt,
        String name,
        CustomerId customerId,
        @Nullable ProjectId projectId,
        @Nullable MembershipId membershipId,
        @Nullable PersonId personId,
        @Nullable InvitationId invitationId,
        String actor,
        String cause) {

    /** The same, about this person. */
    public HistoryEntry about(@Nullable PersonId person) {
        return new HistoryEntry(
                position,
                eventId,
                occurredAt,
                name,
                customerId,
                projectId,
                membershipId,
                person,
                invitationId,
                actor,
                cause);
    }
}
