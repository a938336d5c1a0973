package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.atOrNull;

import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.TableWriter;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.jspecify.annotations.Nullable;

/** Keeps the table {@code project_access}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class AccessProjection {

    private static final String END = """
            open_membership = null, ended_at = :at, ended_because = :cause, ended_event = :event, version = :version,
            by_opened = null, by_end = null
            """;

    private final TableWriter table;

    AccessProjection(TableWriter table) {
        this.table = table;
    }

    @EventHandler
    void on(
            UserAssigned event,
            @Timestamp Instant at,
            @MessageIdentifier String eventId,
            @SequenceNumber long sequence) {
        var id = event.grantId().value();
        table.sql("""
                insert into {table}
                    (grant_id, project_id, customer_id, membership_id, open_membership, role, by_self, invitation_id,
                     opened_at, opened_event, ends_at, version, by_opened, by_end)
                values
                    (:key, :project, :customer, :membership, :membership, :role, :bySelf, :invitation,
                     :at, :event, :endsAt, :version, :byOpened, :byEnd)
                """)
                .param("key", id)
                .param("project", event.projectId().value())
                .param("customer", event.customerId().value())
                .param("membership", event.membershipId().value())
                .param("role", event.role().name())
                .param("bySelf", event.bySelf())
                .param(
                        "invitation",
                        event.invitationId() == null
                                ? null
                                : event.invitationId().value())
                .param("at", at(at))
                .param("event", UUID.fromString(eventId))
                .param("endsAt", atOrNull(event.endsAt()))
                .param("version", sequence)
                .param("byOpened", OrderKey.of(at, id))
                .param("byEnd", byEnd(event.endsAt(), id))
                .update();
    }

    private static byte @Nullable [] byEnd(@Nullable Instant endsAt, UUID grantId) {
        return endsAt == null ? null : OrderKey.of(endsAt, grantId);
    }

    @EventHandler
    void on(ProjectRoleChanged event, @SequenceNumber long sequence) {
        table.sql("update {table} set role = :role, version = :version where grant_id = :key")
                .param("role", event.to().name())
                .param("version", sequence)
                .param("key", event.grantId().value())
                .update();
    }

    @EventHandler
    void on(AccessEndSet event, @SequenceNumber long sequence) {
        var id = event.grantId().value();
        table.sql("update {table} set ends_at = :endsAt, version = :version, by_end = :byEnd where grant_id = :key")
                .param("endsAt", atOrNull(event.endsAt()))
                .param("version", sequence)
                .param("byEnd", byEnd(event.endsAt(), id))
                .param("key", id)
                .update();
    }

    @EventHandler
    void on(
            UserUnassigned event,
            @Timestamp Instant at,
            @MessageIdentifier String eventId,
            @SequenceNumber long sequence) {
        end(event.grantId(), AccessEnd.UNASSIGNED, at, eventId, sequence);
    }

    @EventHandler
    void on(
            ProjectAccessRevoked event,
            @Timestamp Instant at,
            @MessageIdentifier String eventId,
            @SequenceNumber long sequence) {
        end(event.grantId(), AccessEnd.of(event.cause()), at, eventId, sequence);
    }

    private void end(GrantId id, AccessEnd cause, Instant at, String eventId, long sequence) {
        table.sql("update {table} set " + END + " where grant_id = :key")
                .param("at", at(at))
                .param("cause", cause.name())
                .param("event", UUID.fromString(eventId))
                .param("version", sequence)
                .param("key", id.value())
                .update();
    }

    @EventHandler
    void on(
            ProjectMarkedForDeletion event,
            @Timestamp Instant at,
            @MessageIdentifier String eventId,
            @SequenceNumber long sequence) {
        table.sql("update {table} set " + END + " where project_id = :project and open_membership is not null")
                .param("at", at(at))
                .param("cause", AccessEnd.PROJECT_DELETED.name())
                .param("event", UUID.fromString(eventId))
                .param("version", sequence)
                .param("project", event.projectId().value())
                .update();
    }
}
