package io.customeraccounts.projections.history;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.events.EventOrigin;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the table {@code history_entry}, after the events. Whom an event about a membership is about, the line says
 * where that began, if the event does not.
 */
@ProcessingGroup("history")
class HistoryProjection {

    private final JdbcClient sql;

    HistoryProjection(JdbcClient sql) {
        this.sql = sql;
    }

    @EventHandler
    void on(DomainEvent event, EventMessage<?> message, TrackingToken token) {
        var about = About.of(event);
        sql.sql("""
                insert into history_entry
                    (position, event_id, occurred_at, name, customer_id, project_id, membership_id, person_id,
                     invitation_id, actor, cause)
                values (:position, :event, :at, :name, :customer, :project, :membership,
                        coalesce(cast(:person as uuid), (
                            select h.person_id from history_entry h
                            where h.membership_id = :membership and h.person_id is not null
                            limit 1)),
                        :invitation, :actor, :cause)
                on conflict do nothing
                """)
                .param("position", ((GlobalSequenceTrackingToken) token).getGlobalIndex())
                .param("event", UUID.fromString(message.getIdentifier()))
                .param("at", at(message.getTimestamp()))
                .param("name", EventName.of(event.getClass()))
                .param("customer", event.customerId().value())
                .param("project", about.projectId())
                .param("membership", about.membershipId())
                .param("person", about.personId())
                .param("invitation", about.invitationId())
                .param("actor", text(message, EventOrigin.ACTOR))
                .param("cause", text(message, EventOrigin.CAUSE))
                .update();
    }

    private static String text(EventMessage<?> message, String name) {
        return String.valueOf(message.getMetaData().getOrDefault(name, ""));
    }
}
