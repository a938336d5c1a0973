package io.customeraccounts.projections.generaldata;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.textOrNull;

import io.customeraccounts.domain.events.CustomerEvent.BillingAddressAdded;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressChanged;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressRemoved;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.TableWriter;
import java.time.Instant;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;

/** Keeps the table {@code billing_address}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class BillingAddressProjection {

    private final TableWriter table;
    private final PersonalDataVault vault;

    BillingAddressProjection(TableWriter table, PersonalDataVault vault) {
        this.table = table;
        this.vault = vault;
    }

    @EventHandler
    void on(BillingAddressAdded event, @Timestamp Instant at, @SequenceNumber long sequence) {
        var id = event.billingAddressId().value();
        table.sql("""
                insert into {table} (billing_address_id, customer_id, address, added_at, version, by_added)
                values (:key, :customer, :address, :at, :version, :byAdded)
                """)
                .param("key", id)
                .param("customer", event.customerId().value())
                .param("address", textOrNull(vault.open(event.address())))
                .param("at", at(at))
                .param("version", sequence)
                .param("byAdded", OrderKey.of(at, id))
                .update();
    }

    @EventHandler
    void on(BillingAddressChanged event, @SequenceNumber long sequence) {
        table.sql("update {table} set address = :address, version = :version where billing_address_id = :key")
                .param("address", textOrNull(vault.open(event.address())))
                .param("version", sequence)
                .param("key", event.billingAddressId().value())
                .update();
    }

    @EventHandler
    void on(BillingAddressRemoved event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table} set address = null, removed_at = :at, version = :version, by_added = null
                where billing_address_id = :key
                """)
                .param("at", at(at))
                .param("version", sequence)
                .param("key", event.billingAddressId().value())
                .update();
    }
}
