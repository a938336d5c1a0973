package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.EXPIRE_MEMBERSHIP;

import io.customeraccounts.domain.customer.CustomerCommand.ExpireMembership;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.MembershipId;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;

/** Records that a membership has reached its end date. Bookkeeping: it gives nothing any more, recorded or not. */
public final class ExpireMembershipsWhenDue implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("ExpireMembershipsWhenDue");

    private final DueSheet sheet;
    private final DueCommands commands;

    public ExpireMembershipsWhenDue(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.send(
                EXPIRE_MEMBERSHIP,
                now,
                due -> new ExpireMembership(due.customerId(), ACTOR, new MembershipId(due.subjectId())));
    }

    @EventHandler
    void on(MembershipEndSet event, @MessageIdentifier String eventId) {
        var id = event.membershipId().value();
        if (event.endsAt() == null) {
            sheet.remove(EXPIRE_MEMBERSHIP, id);
        } else {
            sheet.put(new Due(EXPIRE_MEMBERSHIP, id, event.customerId(), event.endsAt(), eventId));
        }
    }

    @EventHandler
    void on(UserRemoved event) {
        sheet.remove(EXPIRE_MEMBERSHIP, event.membershipId().value());
    }
}
