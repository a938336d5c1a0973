package io.customeraccounts.projections.systems;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.projections.feed.FeedEvent;
import io.customeraccounts.projections.feed.FeedFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a connected system may see of the events: those of projects that are or were in a location that it serves now, and
 * of their customers what ends access to all projects at once.
 */
final class SystemView implements FeedFilter.View {

    private static final Set<String> OF_CUSTOMER =
            Set.of(EventName.of(UserRemoved.class), EventName.of(CustomerClosed.class));

    private final JdbcTemplate sql;
    private final SystemId systemId;

    SystemView(JdbcTemplate sql, SystemId systemId) {
        this.sql = sql;
        this.systemId = systemId;
    }

    @Override
    public Set<UUID> of(List<FeedEvent> events) {
        var projects = served(
                "project_id",
                events.stream().flatMap(event -> event.projectId().stream()).map(id -> id.value()));
        var customers = served(
                "customer_id",
                events.stream()
                        .filter(SystemView::endsAccessToAll)
                        .map(event -> event.customerId().value()));
        return events.stream()
                .filter(event -> event.projectId()
                        .map(id -> projects.contains(id.value()))
                        .orElseGet(() -> endsAccessToAll(event)
                                && customers.contains(event.customerId().value())))
                .map(FeedEvent::id)
                .collect(Collectors.toSet());
    }

    private static boolean endsAccessToAll(FeedEvent event) {
        return OF_CUSTOMER.contains(event.name());
    }

    /** Those with a project in a location of the system; one look for each, however many projects a customer has. */
    private Set<UUID> served(String column, Stream<UUID> ids) {
        var asked = ids.distinct().toList();
        if (asked.isEmpty()) {
            return Set.of();
        }
        var values =
                String.join(", ", asked.stream().map(id -> "(cast(? as uuid))").toList());
        return new HashSet<>(sql.query(
                """
                select v.id from (values %s) v (id)
                where exists (
                    select 1 from project_place p join system_location l on l.location = p.location
                    where p.%s = v.id and l.system_id = ?)
                """.formatted(values, column),
                (row, number) -> row.getObject("id", UUID.class),
                Stream.concat(asked.stream(), Stream.of(systemId.value())).toArray()));
    }
}
