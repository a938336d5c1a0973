package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes down what connected systems have to confirm, in the transaction of the event that ends access: from then on nobody
 * is told that all have confirmed. What ends the access of a user concerns every location of the customer's projects,
 * whether the user had access there or not, so that a removal takes no longer with more grants; and whether a system serves
 * the location or not, since one may be connected at the same moment.
 */
@ProcessingGroup("read-tables")
class RevocationProjection {

    /** Of what has no position in the ledger yet: no system has confirmed it. */
    static final long NOT_SEALED = Long.MAX_VALUE;

    private final JdbcClient sql;
    private final CustomerPlaces places;

    RevocationProjection(JdbcClient sql) {
        this.sql = sql;
        this.places = new CustomerPlaces(sql);
    }

    @EventHandler
    void on(UserRemoved event, EventMessage<?> message) {
        inAllProjects(event.customerId(), event.membershipId(), message);
    }

    @EventHandler
    void on(CustomerClosed event, EventMessage<?> message) {
        inAllProjects(event.customerId(), null, message);
    }

    private void inAllProjects(CustomerId customerId, @Nullable MembershipId membershipId, EventMessage<?> message) {
        places.hold(customerId);
        insert("""
                select cast(:event as uuid), l.location, cast(:customer as uuid), cast(:scope as uuid),
                       cast(:membership as uuid), cast(:at as timestamp with time zone), cast(:position as bigint)
                from customer_place l
                where l.customer_id = :customer and exists (
                    select 1 from project_place p
                    where p.customer_id = :customer and p.location = l.location and p.present)
                """, customerId, customerId.value(), membershipId, message);
    }

    @EventHandler
    void on(UserUnassigned event, EventMessage<?> message) {
        inProject(event, event.membershipId(), message);
    }

    @EventHandler
    void on(ProjectAccessRevoked event, EventMessage<?> message) {
        inProject(event, event.membershipId(), message);
    }

    @EventHandler
    void on(ProjectMarkedForDeletion event, EventMessage<?> message) {
        inProject(event, null, message);
    }

    private void inProject(ProjectEvent event, @Nullable MembershipId membershipId, EventMessage<?> message) {
        insert("""
                select cast(:event as uuid), p.location, p.customer_id, p.project_id,
                       cast(:membership as uuid), cast(:at as timestamp with time zone), cast(:position as bigint)
                from project_place p
                where p.project_id = :scope and p.present
                """, event.customerId(), event.projectId().value(), membershipId, message);
    }

    private void insert(
            String locations,
            CustomerId customerId,
            UUID scope,
            @Nullable MembershipId membershipId,
            EventMessage<?> message) {
        sql.sql("""
                insert into revocation
                    (event_id, location, customer_id, scope_id, membership_id, happened_at, position)
                """ + locations)
                .param("event", UUID.fromString(message.getIdentifier()))
                .param("customer", customerId.value())
                .param("scope", scope)
                .param("membership", membershipId == null ? null : membershipId.value())
                .param("at", at(message.getTimestamp()))
                .param("position", NOT_SEALED)
                .update();
    }
}
