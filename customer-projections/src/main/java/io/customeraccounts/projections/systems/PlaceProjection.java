package io.customeraccounts.projections.systems;

import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the tables {@code project_place} and {@code customer_place}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class PlaceProjection {

    private final JdbcClient sql;
    private final CustomerPlaces places;

    PlaceProjection(JdbcClient sql) {
        this.sql = sql;
        this.places = new CustomerPlaces(sql);
    }

    @EventHandler
    void on(ProjectCreated event, @SequenceNumber long sequence) {
        places.hold(event.customerId());
        event.locations().forEach(location -> comes(event, location, sequence));
    }

    @EventHandler
    void on(LocationAdded event, @SequenceNumber long sequence) {
        places.hold(event.customerId());
        comes(event, event.location(), sequence);
    }

    private void comes(ProjectEvent event, LocationName location, long sequence) {
        var comesBack = sql.sql("""
                update project_place set since = :since, present = true
                where project_id = :project and location = :location
                """)
                .param("since", sequence)
                .param("project", event.projectId().value())
                .param("location", location.value())
                .update();
        if (comesBack == 0) {
            sql.sql("""
                    insert into project_place (project_id, location, customer_id, since, present)
                    values (:project, :location, :customer, :since, true)
                    """)
                    .param("project", event.projectId().value())
                    .param("location", location.value())
                    .param("customer", event.customerId().value())
                    .param("since", sequence)
                    .update();
        }
        places.add(event.customerId(), location);
        isConcernedByWhatIsNotSealed(event.customerId(), location);
    }

    /**
     * What has ended access to all projects and is not in the ledger yet may get one after this event, however it was committed
     * before: then the user had access here for a moment. Whatever concerns a customer's projects concerns the global
     * location, where each of them is.
     */
    private void isConcernedByWhatIsNotSealed(CustomerId customerId, LocationName location) {
        sql.sql("""
                insert into revocation
                    (event_id, location, customer_id, scope_id, membership_id, happened_at, position)
                select r.event_id, cast(:location as varchar(30)), r.customer_id, r.scope_id, r.membership_id,
                       r.happened_at, r.position
                from revocation r
                where r.scope_id = :customer and r.location = :global and r.position = :position
                  and not exists (select 1 from ledger l where l.event_identifier = r.event_id)
                on conflict do nothing
                """)
                .param("location", location.value())
                .param("customer", customerId.value())
                .param("global", LocationName.GLOBAL.value())
                .param("position", RevocationProjection.NOT_SEALED)
                .update();
    }

    @EventHandler
    void on(LocationRemoved event) {
        sql.sql("update project_place set present = false where project_id = :project and location = :location")
                .param("project", event.projectId().value())
                .param("location", event.location().value())
                .update();
    }

    @EventHandler
    void on(ProjectDeleted event) {
        sql.sql("update project_place set present = false where project_id = :project")
                .param("project", event.projectId().value())
                .update();
    }
}
