package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the table of where projects were, from when to when. */
@ProcessingGroup("history")
class PastLocationProjection {

    private final PastTable locations;

    PastLocationProjection(JdbcClient sql) {
        locations = new PastTable(
                sql,
                "past_location",
                "location_id",
                Map.of("project_id", "uuid", "location", "varchar", "place", "integer"));
    }

    @EventHandler
    void on(ProjectCreated event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        for (var place = 0; place < event.locations().size(); place++) {
            add(event.projectId(), event.locations().get(place), place, moment);
        }
    }

    @EventHandler
    void on(LocationAdded event, EventMessage<?> message, TrackingToken token) {
        add(event.projectId(), event.location(), 0, Moment.of(message, token));
    }

    @EventHandler
    void on(LocationRemoved event, EventMessage<?> message, TrackingToken token) {
        locations.end(id(event.projectId(), event.location()), "REMOVED", Moment.of(message, token));
    }

    private void add(ProjectId projectId, LocationName location, int place, Moment moment) {
        locations.begin(
                id(projectId, location),
                Map.of("project_id", projectId.value(), "location", location.value(), "place", place),
                moment);
    }

    private static UUID id(ProjectId projectId, LocationName location) {
        return UUID.nameUUIDFromBytes((projectId + " " + location).getBytes(StandardCharsets.UTF_8));
    }
}
