package io.customeraccounts.projections.systems;

import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.values.LocationName;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the table {@code project_place}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class PlaceProjection {

    private final JdbcClient sql;

    PlaceProjection(JdbcClient sql) {
        this.sql = sql;
    }

    @EventHandler
    void on(ProjectCreated event, @SequenceNumber long sequence) {
        event.locations().forEach(location -> comes(event, location, sequence));
    }

    @EventHandler
    void on(LocationAdded event, @SequenceNumber long sequence) {
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
