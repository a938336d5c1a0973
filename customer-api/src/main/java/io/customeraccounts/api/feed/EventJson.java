package io.customeraccounts.api.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.customeraccounts.projections.feed.FeedEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as CloudEvents 1.0 describes one. Numbers are texts, because integers of CloudEvents end at 2^31. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventJson(
        @Schema(description = "Always 1.0.") String specversion,

        @Schema(description = "Of the event, unique and the same for ever.", format = "uuid")
        String id,

        @Schema(description = "This installation's address of the feed.", format = "uri")
        String source,

        @Schema(
                description = "What happened, for instance io.customeraccounts.customer.user-invited.",
                example = "io.customeraccounts.customer.user-invited")
        String type,

        @Schema(description = "When it happened.", format = "date-time")
        String time,

        @Schema(
                description =
                        "The membership it is about, otherwise the invitation, otherwise the project or customer.",
                format = "uuid")
        String subject,

        @Schema(description = "Always application/json.") String datacontenttype,

        @Schema(description = "The event's number in the one order of all events: 1, 2, 3 and so on.")
        String position,

        @Schema(description = "The customer it belongs to.", format = "uuid")
        String customerid,

        @Schema(description = "The event's number in its customer or project, from 0.")
        String sequence,

        @Schema(description = "The place after the event, to be given as after.")
        String cursor,

        @Schema(description = "Who did it: the kind and the id.") @Nullable
        String actor,

        @Schema(description = "The id of the command, or of the event that this one follows from.") @Nullable
        String causationid,

        @Schema(description = "Of the shape of the data.") @Nullable
        String revision,

        @Schema(description = "Ids and plain values. What is personal is looked up by the ids.")
        Map<String, Object> data) {

    /** In front of the stored name: CloudEvents asks for a name that belongs to whoever defines the type. */
    static final String TYPE_PREFIX = "io.customeraccounts.";

    static EventJson of(FeedEvent event, String source) {
        return new EventJson(
                "1.0",
                event.id().toString(),
                source,
                TYPE_PREFIX + event.name(),
                event.occurredAt(),
                event.subject(),
                "application/json",
                Long.toString(event.position()),
                event.customerId().toString(),
                Long.toString(event.sequence()),
                event.cursor().text(),
                event.actor(),
                event.cause(),
                event.revision(),
                event.data());
    }
}
