package io.customeraccounts.projections.generaldata;

import static io.customeraccounts.domain.values.PaymentMethodKind.CARD;
import static io.customeraccounts.domain.values.PaymentMethodKind.INVOICE;
import static io.customeraccounts.domain.values.PaymentMethodKind.SEPA_MANDATE;
import static io.customeraccounts.domain.values.PaymentMethodState.ACTIVE;
import static io.customeraccounts.domain.values.PaymentMethodState.EXPIRED;
import static io.customeraccounts.domain.values.PaymentMethodState.REQUESTED;
import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.textOrNull;

import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.InvoicePaymentRequested;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodExpired;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Iban;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.TableWriter;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;

/**
 * Keeps the table {@code payment_method}, in the transaction of the events. What the money is collected with, the token of
 * a card and the whole IBAN, stays encrypted in the events.
 */
@ProcessingGroup("read-tables")
class PaymentMethodProjection {

    private static final String INSERT = """
            insert into {table}
                (payment_method_id, customer_id, kind, state, brand, last_digits, expires_at,
                 masked_iban, mandate_reference, account_holder, added_at, version, by_added)
            values (:key, :customer, :kind, :state, :brand, :lastDigits, :expiresAt,
                    :maskedIban, :mandateReference, :accountHolder, :at, :version, :byAdded)
            """;

    private final TableWriter table;
    private final PersonalDataVault vault;

    PaymentMethodProjection(TableWriter table, PersonalDataVault vault) {
        this.table = table;
        this.vault = vault;
    }

    @EventHandler
    void on(InvoicePaymentRequested event, @Timestamp Instant at, @SequenceNumber long sequence) {
        insert(event.customerId(), event.paymentMethodId(), INVOICE, REQUESTED, at, sequence)
                .update();
    }

    @EventHandler
    void on(CardPaymentAdded event, @Timestamp Instant at, @SequenceNumber long sequence) {
        insert(event.customerId(), event.paymentMethodId(), CARD, ACTIVE, at, sequence)
                .param("brand", event.brand().name())
                .param("lastDigits", textOrNull(vault.open(event.lastDigits())))
                .param("expiresAt", at(event.expiresAt()))
                .update();
    }

    @EventHandler
    void on(SepaMandateAdded event, @Timestamp Instant at, @SequenceNumber long sequence) {
        var opened = vault.openAll(List.of(event.iban(), event.reference(), event.accountHolder()));
        var iban = textOrNull(opened.get(0));
        insert(event.customerId(), event.paymentMethodId(), SEPA_MANDATE, ACTIVE, at, sequence)
                .param("maskedIban", iban == null ? null : Iban.masked(iban))
                .param("mandateReference", textOrNull(opened.get(1)))
                .param("accountHolder", textOrNull(opened.get(2)))
                .update();
    }

    private TableWriter.Change insert(
            CustomerId customerId,
            PaymentMethodId id,
            PaymentMethodKind kind,
            PaymentMethodState state,
            Instant at,
            long sequence) {
        return table.sql(INSERT)
                .param("key", id.value())
                .param("customer", customerId.value())
                .param("kind", kind.name())
                .param("state", state.name())
                .param("brand", null)
                .param("lastDigits", null)
                .param("expiresAt", null)
                .param("maskedIban", null)
                .param("mandateReference", null)
                .param("accountHolder", null)
                .param("at", at(at))
                .param("version", sequence)
                .param("byAdded", OrderKey.of(at, id.value()));
    }

    @EventHandler
    void on(PaymentMethodEnabled event, @SequenceNumber long sequence) {
        become(event.paymentMethodId(), ACTIVE, sequence);
    }

    @EventHandler
    void on(PaymentMethodExpired event, @SequenceNumber long sequence) {
        become(event.paymentMethodId(), EXPIRED, sequence);
    }

    private void become(PaymentMethodId id, PaymentMethodState state, long sequence) {
        table.sql("update {table} set state = :state, version = :version where payment_method_id = :key")
                .param("state", state.name())
                .param("version", sequence)
                .param("key", id.value())
                .update();
    }

    @EventHandler
    void on(PaymentMethodRemoved event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set state = 'REMOVED', last_digits = null, masked_iban = null, mandate_reference = null,
                    account_holder = null, removed_at = :at, version = :version, by_added = null
                where payment_method_id = :key
                """)
                .param("at", at(at))
                .param("version", sequence)
                .param("key", event.paymentMethodId().value())
                .update();
    }
}
