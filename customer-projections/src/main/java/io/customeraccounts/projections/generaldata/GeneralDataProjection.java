package io.customeraccounts.projections.generaldata;

import static io.customeraccounts.projections.tables.Columns.textOrNull;

import io.customeraccounts.domain.events.CustomerEvent.BillingAddressRemoved;
import io.customeraccounts.domain.events.CustomerEvent.CompanyAddressSet;
import io.customeraccounts.domain.events.CustomerEvent.CostCentreSet;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.PaymentDefaultsSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.tables.TableWriter;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;

/** Keeps the table {@code general_data}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class GeneralDataProjection {

    private final TableWriter table;
    private final PersonalDataVault vault;

    GeneralDataProjection(TableWriter table, PersonalDataVault vault) {
        this.table = table;
        this.vault = vault;
    }

    @EventHandler
    void on(CustomerOpened event, @SequenceNumber long sequence) {
        opened(event.customerId(), sequence);
    }

    @EventHandler
    void on(ManagedCustomerCreated event, @SequenceNumber long sequence) {
        opened(event.customerId(), sequence);
    }

    private void opened(CustomerId id, long sequence) {
        table.sql("insert into {table} (customer_id, version) values (:key, :version)")
                .param("key", id.value())
                .param("version", sequence)
                .update();
    }

    @EventHandler
    void on(CompanyAddressSet event, @SequenceNumber long sequence) {
        table.sql("update {table} set company_address = :address, version = :version where customer_id = :key")
                .param("address", textOrNull(vault.open(event.address())))
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(CostCentreSet event, @SequenceNumber long sequence) {
        table.sql("update {table} set cost_centre = :costCentre, version = :version where customer_id = :key")
                .param("costCentre", event.costCentre() == null ? null : textOrNull(vault.open(event.costCentre())))
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(PaymentDefaultsSet event, @SequenceNumber long sequence) {
        var method = event.paymentMethodId();
        var address = event.billingAddressId();
        table.sql("""
                update {table}
                set default_payment_method_id = :method, default_billing_address_id = :address, version = :version
                where customer_id = :key
                """)
                .param("method", method == null ? null : method.value())
                .param("address", address == null ? null : address.value())
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(PaymentMethodRemoved event, @SequenceNumber long sequence) {
        table.sql("""
                update {table} set default_payment_method_id = null, version = :version
                where customer_id = :key and default_payment_method_id = :removed
                """)
                .param("removed", event.paymentMethodId().value())
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(BillingAddressRemoved event, @SequenceNumber long sequence) {
        table.sql("""
                update {table} set default_billing_address_id = null, version = :version
                where customer_id = :key and default_billing_address_id = :removed
                """)
                .param("removed", event.billingAddressId().value())
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }
}
