package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.REMIND_OF_PAYMENT;

import io.customeraccounts.domain.customer.CustomerCommand.RemindOfPayment;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentReminderDue;
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

/** Has the admins reminded, twice, that the customer has no payment method yet (rule: Sign-up). */
public final class RemindUnpaidCustomersWhenDue implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("RemindUnpaidCustomersWhenDue");

    private final DueSheet sheet;
    private final DueCommands commands;

    public RemindUnpaidCustomersWhenDue(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.send(REMIND_OF_PAYMENT, now, due -> new RemindOfPayment(due.customerId(), ACTOR));
    }

    @EventHandler
    void on(CustomerOpened event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        if (event.confirmBy() == null) {
            dueAt(PaymentTerm.firstReminder(PaymentTerm.dueBy(at)), event.customerId(), eventId);
        }
    }

    @EventHandler
    void on(ManagedCustomerCreated event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        dueAt(PaymentTerm.firstReminder(PaymentTerm.dueBy(at)), event.customerId(), eventId);
    }

    @EventHandler
    void on(CustomerConfirmed event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        dueAt(PaymentTerm.firstReminder(PaymentTerm.dueBy(at)), event.customerId(), eventId);
    }

    private void dueAt(Instant at, CustomerId id, String cause) {
        sheet.put(new Due(REMIND_OF_PAYMENT, id.value(), id, at, cause));
    }

    @EventHandler
    void on(PaymentReminderDue event, @MessageIdentifier String eventId) {
        if (event.last()) {
            settled(event.customerId());
        } else {
            dueAt(PaymentTerm.lastReminder(event.paymentDueBy()), event.customerId(), eventId);
        }
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
        sheet.remove(REMIND_OF_PAYMENT, id.value());
    }
}
