package io.customeraccounts.projections.messages;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.domain.events.MessageEvent.MessageSent;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.TableWriter;
import java.time.Instant;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;

/** Keeps the table {@code message}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class MessageProjection {

    private final TableWriter table;

    MessageProjection(TableWriter table) {
        this.table = table;
    }

    @EventHandler
    void on(MessageSent event, @Timestamp Instant at) {
        var id = event.messageId().value();
        table.sql("""
                insert into {table} (message_id, customer_id, partner_id, kind, text, sent_at, readers, by_sent)
                values (:key, :customer, :partner, :kind, :text, :at, 0, :bySent)
                """)
                .param("key", id)
                .param("customer", event.customerId().value())
                .param("partner", event.partnerId().value())
                .param("kind", event.kind().name())
                .param("text", event.text())
                .param("at", at(at))
                .param("bySent", OrderKey.of(at, id))
                .update();
    }

    @EventHandler
    void on(MessageAcknowledged event, @Timestamp Instant at) {
        table.sql("""
                update {table} set readers = readers + 1, read_at = coalesce(read_at, cast(:at as timestamp with time zone))
                where message_id = :key
                """)
                .param("at", at(at))
                .param("key", event.messageId().value())
                .update();
    }
}
