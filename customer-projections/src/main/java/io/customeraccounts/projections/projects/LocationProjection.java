package io.customeraccounts.projections.projects;

import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.tables.TableWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;

/** Keeps the table {@code project_location}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class LocationProjection {

    private final TableWriter table;

    LocationProjection(TableWriter table) {
        this.table = table;
    }

    /** Those that it was created with come before those of every later event. */
    @EventHandler
    void on(ProjectCreated event) {
        var locations = event.locations();
        for (var index = 0; index < locations.size(); index++) {
            add(event.projectId(), locations.get(index), index - locations.size());
        }
    }

    @EventHandler
    void on(LocationAdded event, @SequenceNumber long sequence) {
        add(event.projectId(), event.location(), sequence);
    }

    @EventHandler
    void on(LocationRemoved event) {
        table.sql("delete from {table} where location_id = :key")
                .param("key", id(event.projectId(), event.location()))
                .update();
    }

    @EventHandler
    void on(QuotaSet event) {
        table.sql("update {table} set quota = :quota where location_id = :key")
                .param("quota", event.quota())
                .param("key", id(event.projectId(), event.location()))
                .update();
    }

    private void add(ProjectId projectId, LocationName location, long place) {
        table.sql("""
                insert into {table} (location_id, project_id, location, place) values (:key, :project, :location, :place)
                """)
                .param("key", id(projectId, location))
                .param("project", projectId.value())
                .param("location", location.value())
                .param("place", place)
                .update();
    }

    private static UUID id(ProjectId projectId, LocationName location) {
        return UUID.nameUUIDFromBytes((projectId + " " + location).getBytes(StandardCharsets.UTF_8));
    }
}
