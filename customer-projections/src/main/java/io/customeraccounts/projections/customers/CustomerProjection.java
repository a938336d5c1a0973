package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.atOrNull;

import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.RestrictionLifted;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.PaymentTerm;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.Columns;
import io.customeraccounts.projections.tables.TableWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;

/** Keeps the table {@code customer}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class CustomerProjection {

    private static final int MAX_SEARCHED_NAME = 900;

    private final TableWriter table;
    private final Groups groups;

    CustomerProjection(TableWriter table, Groups groups) {
        this.table = table;
        this.groups = groups;
    }

    @EventHandler
    void on(CustomerOpened event, @Timestamp Instant at, @SequenceNumber long sequence) {
        var id = event.customerId().value();
        var state = event.confirmBy() == null ? CustomerState.ACTIVE : CustomerState.PENDING_CONFIRMATION;
        table.sql("""
                insert into {table}
                    (customer_id, identifier, name, kind, state, opened_by, opened_at, confirm_by, confirmation_hash,
                     payment_due_by, version, by_name, by_managed, by_identifier, by_opened, search_text)
                values (:key, :identifier, :name, :kind, :state, :openedBy, :openedAt, :confirmBy, :confirmation,
                        :paymentDueBy, :version, :byName, :byName, :byIdentifier, :byOpened, :searchText)
                """)
                .param("key", id)
                .param("identifier", event.identifier())
                .param("name", event.name())
                .param("kind", event.kind().name())
                .param("state", state.name())
                .param("openedBy", event.openedBy().value())
                .param("openedAt", at(at))
                .param("confirmBy", atOrNull(event.confirmBy()))
                .param(
                        "confirmation",
                        event.confirmation() == null
                                ? null
                                : event.confirmation().value())
                .param("paymentDueBy", event.confirmBy() == null ? at(PaymentTerm.dueBy(at)) : null)
                .param("version", sequence)
                .param("byName", OrderKey.of(OrderKey.folded(event.name()), id))
                .param("byIdentifier", byIdentifier(event.identifier(), id))
                .param("byOpened", byOpened(at, id))
                .param("searchText", searchText(event.name(), event.identifier()))
                .update();
    }

    /** As a migration has made it of rows from before. */
    private static byte[] byIdentifier(String identifier, UUID id) {
        return (identifier + " " + id).getBytes(StandardCharsets.UTF_8);
    }

    /** Likewise. */
    private static byte[] byOpened(Instant at, UUID id) {
        return "%020d %s".formatted(Columns.epochMicros(at), id).getBytes(StandardCharsets.UTF_8);
    }

    /** Name and identifier in one text, so that one look finds either; the line break keeps them apart. */
    private static String searchText(String name, String identifier) {
        var folded = OrderKey.folded(name);
        var length = Math.min(folded.length(), MAX_SEARCHED_NAME);
        return folded.substring(0, length) + "\n" + identifier;
    }

    /** Nobody is a user of it, and so nobody administers it. */
    @EventHandler
    void on(ManagedCustomerCreated event, @Timestamp Instant at, @SequenceNumber long sequence) {
        var id = event.customerId().value();
        table.sql("""
                insert into {table}
                    (customer_id, identifier, name, kind, state, opened_at, payment_due_by, version, by_name,
                     by_managed, by_identifier, by_opened, search_text, managed_by)
                values (:key, :identifier, :name, 'CUSTOMER', 'NO_ADMIN', :openedAt, :paymentDueBy, :version, :byName,
                        :byName, :byIdentifier, :byOpened, :searchText, :partner)
                """)
                .param("key", id)
                .param("identifier", event.identifier())
                .param("name", event.name())
                .param("openedAt", at(at))
                .param("paymentDueBy", at(PaymentTerm.dueBy(at)))
                .param("version", sequence)
                .param("byName", OrderKey.of(OrderKey.folded(event.name()), id))
                .param("byIdentifier", byIdentifier(event.identifier(), id))
                .param("byOpened", byOpened(at, id))
                .param("searchText", searchText(event.name(), event.identifier()))
                .param("partner", event.partnerId().value())
                .update();
    }

    @EventHandler
    void on(ManagingPartnerChanged event, @SequenceNumber long sequence) {
        var partner = event.to();
        table.sql("update {table} set managed_by = :partner, version = :version where customer_id = :key")
                .param("partner", partner == null ? null : partner.value())
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(KindChanged event, @SequenceNumber long sequence) {
        table.sql("update {table} set kind = :kind, version = :version where customer_id = :key")
                .param("kind", event.to().name())
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(ConfirmationResent event) {
        table.sql("update {table} set confirmation_hash = :confirmation where customer_id = :key")
                .param("confirmation", event.confirmation().value())
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(CustomerConfirmed event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table} set state = 'ACTIVE', payment_due_by = :paymentDueBy, version = :version
                where customer_id = :key
                """)
                .param("paymentDueBy", at(PaymentTerm.dueBy(at)))
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(CustomerExpired event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table} set state = 'EXPIRED', ended_at = :at, version = :version,
                    by_name = null, by_managed = null, by_identifier = null, by_opened = null
                where customer_id = :key
                """)
                .param("at", at(at))
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(CustomerRenamed event, @SequenceNumber long sequence) {
        var id = event.customerId().value();
        table.sql("""
                update {table}
                set name = :name, version = :version, by_name = :byName, by_managed = :byName,
                    search_text = :searchStart || identifier
                where customer_id = :key
                """)
                .param("name", event.name())
                .param("searchStart", searchText(event.name(), ""))
                .param("version", sequence)
                .param("byName", OrderKey.of(OrderKey.folded(event.name()), id))
                .param("key", id)
                .update();
    }

    @EventHandler
    void on(CustomerClosed event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("update {table} set state = 'CLOSED', ended_at = :at, version = :version where customer_id = :key")
                .param("at", at(at))
                .param("version", sequence)
                .param("key", event.customerId().value())
                .update();
    }

    @EventHandler
    void on(PaymentMethodEnabled event, @SequenceNumber long sequence) {
        hasPaymentMethod(event.customerId(), sequence);
    }

    @EventHandler
    void on(CardPaymentAdded event, @SequenceNumber long sequence) {
        hasPaymentMethod(event.customerId(), sequence);
    }

    @EventHandler
    void on(SepaMandateAdded event, @SequenceNumber long sequence) {
        hasPaymentMethod(event.customerId(), sequence);
    }

    private void hasPaymentMethod(CustomerId id, long sequence) {
        table.sql("""
                update {table} set payment_due_by = null, version = :version
                where customer_id = :key and payment_due_by is not null
                """).param("version", sequence).param("key", id.value()).update();
    }

    @EventHandler
    void on(CustomerRestricted event, @SequenceNumber long sequence) {
        restrictionChanged(event.customerId(), sequence);
    }

    @EventHandler
    void on(RestrictionLifted event, @SequenceNumber long sequence) {
        restrictionChanged(event.customerId(), sequence);
    }

    /** The state follows from the clock and {@code payment_due_by}. */
    private void restrictionChanged(CustomerId id, long sequence) {
        table.sql("update {table} set version = :version where customer_id = :key")
                .param("version", sequence)
                .param("key", id.value())
                .update();
    }

    @EventHandler
    void on(UserRemoved event) {
        if (event.leavesNoAdmin()) {
            hasNoAdmin(event.customerId());
        }
    }

    @EventHandler
    void on(UserJoined event) {
        if (event.throughPartner() == null && isAdmin(event.group())) {
            hasAdmin(event.customerId());
        }
    }

    @EventHandler
    void on(GroupChanged event) {
        if (event.leavesNoAdmin()) {
            hasNoAdmin(event.customerId());
        } else if (isAdmin(event.to())) {
            hasAdmin(event.customerId());
        }
    }

    private boolean isAdmin(GroupName name) {
        return groups.find(name)
                .filter(group -> group.allows(Permission.MANAGE_USERS))
                .isPresent();
    }

    private void hasNoAdmin(CustomerId id) {
        table.sql("update {table} set state = 'NO_ADMIN' where customer_id = :key and state = 'ACTIVE'")
                .param("key", id.value())
                .update();
    }

    private void hasAdmin(CustomerId id) {
        table.sql("update {table} set state = 'ACTIVE' where customer_id = :key and state = 'NO_ADMIN'")
                .param("key", id.value())
                .update();
    }
}
