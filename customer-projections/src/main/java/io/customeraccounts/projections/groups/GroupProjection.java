package io.customeraccounts.projections.groups;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.events.InstallationEvent.GroupAdded;
import io.customeraccounts.projections.tables.TableWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;

/** Keeps the table {@code added_group}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class GroupProjection {

    private final TableWriter table;

    GroupProjection(TableWriter table) {
        this.table = table;
    }

    @EventHandler
    void on(GroupAdded event, @Timestamp Instant at) {
        table.sql("""
                insert into {table} (group_id, name, kind, permissions, added_at)
                values (:key, :name, :kind, :permissions, :at)
                """)
                .param("key", UUID.nameUUIDFromBytes(event.group().value().getBytes(StandardCharsets.UTF_8)))
                .param("name", event.group().value())
                .param("kind", event.kind().name())
                .param(
                        "permissions",
                        event.permissions().stream().map(Enum::name).collect(Collectors.joining(",")))
                .param("at", at(at))
                .update();
    }
}
