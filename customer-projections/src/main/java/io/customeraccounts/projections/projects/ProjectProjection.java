package io.customeraccounts.projections.projects;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.TableWriter;
import java.time.Instant;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;

/** Keeps the table {@code project}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class ProjectProjection {

    private final TableWriter table;

    ProjectProjection(TableWriter table) {
        this.table = table;
    }

    @EventHandler
    void on(ProjectCreated event, @Timestamp Instant at, @SequenceNumber long sequence) {
        var id = event.projectId().value();
        table.sql("""
                insert into {table}
                    (project_id, customer_id, identifier, name, payment_method_id, billing_address_id, state, created_at,
                     version, by_name)
                values (:key, :customer, :identifier, :name, :paymentMethod, :billingAddress, 'ACTIVE', :at,
                        :version, :byName)
                """)
                .param("key", id)
                .param("customer", event.customerId().value())
                .param("identifier", event.identifier())
                .param("name", event.name())
                .param("paymentMethod", event.paymentMethodId().value())
                .param("billingAddress", event.billingAddressId().value())
                .param("at", at(at))
                .param("version", sequence)
                .param("byName", OrderKey.of(OrderKey.folded(event.name()), id))
                .update();
    }

    @EventHandler
    void on(ProjectRenamed event, @SequenceNumber long sequence) {
        var id = event.projectId().value();
        table.sql("update {table} set name = :name, version = :version, by_name = :byName where project_id = :key")
                .param("name", event.name())
                .param("version", sequence)
                .param("byName", OrderKey.of(OrderKey.folded(event.name()), id))
                .param("key", id)
                .update();
    }

    @EventHandler
    void on(ProjectPaymentChanged event, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set payment_method_id = :paymentMethod, billing_address_id = :billingAddress, version = :version
                where project_id = :key
                """)
                .param("paymentMethod", event.paymentMethodId().value())
                .param("billingAddress", event.billingAddressId().value())
                .param("version", sequence)
                .param("key", event.projectId().value())
                .update();
    }

    @EventHandler
    void on(ProjectTagsSet event, @SequenceNumber long sequence) {
        table.sql("update {table} set tags = :tags, version = :version where project_id = :key")
                .param("tags", TagLines.text(event.tags()))
                .param("version", sequence)
                .param("key", event.projectId().value())
                .update();
    }

    @EventHandler
    void on(QuotaSet event, @SequenceNumber long sequence) {
        locationsChanged(event.projectId(), sequence);
    }

    @EventHandler
    void on(LocationAdded event, @SequenceNumber long sequence) {
        locationsChanged(event.projectId(), sequence);
    }

    @EventHandler
    void on(LocationRemoved event, @SequenceNumber long sequence) {
        locationsChanged(event.projectId(), sequence);
    }

    private void locationsChanged(ProjectId id, long sequence) {
        table.sql("update {table} set version = :version where project_id = :key")
                .param("version", sequence)
                .param("key", id.value())
                .update();
    }

    @EventHandler
    void on(ProjectMarkedForDeletion event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table} set state = 'MARKED_FOR_DELETION', marked_at = :at, version = :version
                where project_id = :key
                """)
                .param("at", at(at))
                .param("version", sequence)
                .param("key", event.projectId().value())
                .update();
    }

    @EventHandler
    void on(ProjectDeleted event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("update {table} set state = 'DELETED', deleted_at = :at, version = :version where project_id = :key")
                .param("at", at(at))
                .param("version", sequence)
                .param("key", event.projectId().value())
                .update();
    }
}
