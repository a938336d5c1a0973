package io.customeraccounts.projections.messages;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.projections.tables.TableWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;

/** Keeps the table {@code message_reading}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class ReadingProjection {

    private final TableWriter table;

    ReadingProjection(TableWriter table) {
        this.table = table;
    }

    @EventHandler
    void on(MessageAcknowledged event, @Timestamp Instant at) {
        var id = event.messageId() + " " + event.membershipId();
        table.sql("""
                insert into {table} (reading_id, message_id, membership_id, read_at)
                values (:key, :message, :membership, :at)
                """)
                .param("key", UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)))
                .param("message", event.messageId().value())
                .param("membership", event.membershipId().value())
                .param("at", at(at))
                .update();
    }
}
