package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.EXPIRE_CUSTOMER;

import io.customeraccounts.domain.customer.CustomerCommand.ExpireCustomer;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;

/** Ends an account that nobody confirmed in time, so that its identifier is free again (rule: Sign-up). */
public final class ExpireUnconfirmedCustomersWhenDue implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("ExpireUnconfirmedCustomersWhenDue");

    private final DueSheet sheet;
    private final DueCommands commands;

    public ExpireUnconfirmedCustomersWhenDue(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.send(EXPIRE_CUSTOMER, now, due -> new ExpireCustomer(due.customerId(), ACTOR));
    }

    @EventHandler
    void on(CustomerOpened event, @MessageIdentifier String eventId) {
        if (event.confirmBy() != null) {
            var id = event.customerId();
            sheet.put(new Due(EXPIRE_CUSTOMER, id.value(), id, event.confirmBy(), eventId));
        }
    }

    @EventHandler
    void on(CustomerConfirmed event) {
        settled(event.customerId());
    }

    @EventHandler
    void on(CustomerExpired event) {
        settled(event.customerId());
    }

    private void settled(CustomerId id) {
        sheet.remove(EXPIRE_CUSTOMER, id.value());
    }
}
