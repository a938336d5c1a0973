package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.EXPIRE_PAYMENT_METHOD;

import io.customeraccounts.domain.customer.CustomerCommand.ExpirePaymentMethod;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodExpired;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.PaymentMethodId;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;

/** Records that a card is past its last month. Bookkeeping: it cannot be used any more, recorded or not. */
public final class ExpirePaymentMethodsWhenDue implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("ExpirePaymentMethodsWhenDue");

    private final DueSheet sheet;
    private final DueCommands commands;

    public ExpirePaymentMethodsWhenDue(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.send(
                EXPIRE_PAYMENT_METHOD,
                now,
                due -> new ExpirePaymentMethod(due.customerId(), ACTOR, new PaymentMethodId(due.subjectId())));
    }

    @EventHandler
    void on(CardPaymentAdded event, @MessageIdentifier String eventId) {
        sheet.put(new Due(
                EXPIRE_PAYMENT_METHOD,
                event.paymentMethodId().value(),
                event.customerId(),
                event.expiresAt(),
                eventId));
    }

    @EventHandler
    void on(PaymentMethodRemoved event) {
        ended(event.paymentMethodId());
    }

    @EventHandler
    void on(PaymentMethodExpired event) {
        ended(event.paymentMethodId());
    }

    private void ended(PaymentMethodId id) {
        sheet.remove(EXPIRE_PAYMENT_METHOD, id.value());
    }
}
