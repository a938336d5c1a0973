package io.customeraccounts.projections.feed;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.ProjectId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the feed shows it, with ids and plain values only.
 *
 * @param cursor the place after it
 * @param sequence its number in its customer or project, from 0
 * @param name the stored one, such as {@code customer.user-invited}
 * @param occurredAt ISO 8601 in UTC
 * @param subject the membership it is about, otherwise the invitation, otherwise the project or customer
 * @param actor as {@link io.customeraccounts.domain.values.Actor#asText()} writes it
 * @param cause the id of the command, or of the event that it follows from
 * @param data the fields of the event that are not personal and no secret
 */
public record FeedEvent(
        long position,
        FeedCursor cursor,
        UUID id,
        CustomerId customerId,
        long sequence,
        String name,
        @Nullable String revision,
        String occurredAt,
        String subject,
        @Nullable String actor,
        @Nullable String cause,
        Map<String, Object> data) {

    /** The project that it is about, if it is about one. */
    public Optional<ProjectId> projectId() {
        return Optional.ofNullable(data.get(PlainData.PROJECT)).map(id -> ProjectId.parse(id.toString()));
    }
}
