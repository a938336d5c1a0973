package io.customeraccounts.api.history;

import io.customeraccounts.projections.feed.FeedEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of the history with the event as it is stored, and what it follows from. */
record RawEntryJson(
        EntryJson entry,

        @Schema(description = "The event's number in its customer or project, from 0.")
        long sequence,

        @Schema(description = "Of the shape of the data.") @Nullable
        String revision,

        @Schema(description = "Ids and plain values. What is personal is looked up by the ids.")
        Map<String, Object> data,

        @Schema(
                description =
                        "The place after the event in the feed, which is bound to the event's hash in the ledger.")
        String cursor,

        @Schema(
                description =
                        "The events that this one follows from, the nearest first. Empty if it follows from a command.")
        List<EntryJson> causes) {

    static RawEntryJson of(FeedEvent event, EntryJson entry, List<EntryJson> causes) {
        return new RawEntryJson(
                entry,
                event.sequence(),
                event.revision(),
                event.data(),
                event.cursor().text(),
                causes);
    }
}
