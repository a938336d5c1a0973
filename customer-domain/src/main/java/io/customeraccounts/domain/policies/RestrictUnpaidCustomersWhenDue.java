package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.RESTRICT_CUSTOMER;

import io.customeraccounts.domain.customer.CustomerCommand.RestrictCustomer;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PaymentTerm;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Records that a customer has named no payment method in time (rule: Sign-up). Bookkeeping: it is restricted, recorded or
 * not.
 */
public final class RestrictUnpaidCustomersWhenDue implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("RestrictUnpaidCustomersWhenDue");

    private final DueSheet sheet;
    private final DueCommands commands;

    public RestrictUnpaidCustomersWhenDue(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.send(RESTRICT_CUSTOMER, now, due -> new RestrictCustomer(due.customerId(), ACTOR));
    }

    @EventHandler
    void on(CustomerOpened event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        if (event.confirmBy() == null) {
            dueAt(PaymentTerm.dueBy(at), event.customerId(), eventId);
        }
    }

    @EventHandler
    void on(ManagedCustomerCreated event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        dueAt(PaymentTerm.dueBy(at), event.customerId(), eventId);
    }

    @EventHandler
    void on(CustomerConfirmed event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        dueAt(PaymentTerm.dueBy(at), event.customerId(), eventId);
    }

    private void dueAt(Instant at, CustomerId id, String cause) {
        sheet.put(new Due(RESTRICT_CUSTOMER, id.value(), id, at, cause));
    }

    @EventHandler
    void on(CustomerRestricted event) {
        settled(event.customerId());
    }

    @EventHandler
    void on(PaymentMethodEnabled event) {
        settled(event.customerId());
    }

    @EventHandler
    void on(CardPaymentAdded event) {
        settled(event.customerId());
    }

    @EventHandler
    void on(SepaMandateAdded event) {
        settled(event.customerId());
    }

    @EventHandler
    void on(CustomerClosed event) {
        settled(event.customerId());
    }

    private void settled(CustomerId id) {
        sheet.remove(RESTRICT_CUSTOMER, id.value());
    }
}
