package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.EXPIRE_INVITATION;

import io.customeraccounts.domain.customer.CustomerCommand.ExpireInvitation;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;

/** Records that an invitation has expired. Bookkeeping: it cannot be accepted any more, recorded or not. */
public final class ExpireInvitationsWhenDue implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("ExpireInvitationsWhenDue");

    private final DueSheet sheet;
    private final DueCommands commands;

    public ExpireInvitationsWhenDue(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.send(
                EXPIRE_INVITATION,
                now,
                due -> new ExpireInvitation(due.customerId(), ACTOR, new InvitationId(due.subjectId())));
    }

    @EventHandler
    void on(UserInvited event, @MessageIdentifier String eventId) {
        expireAt(event.expiresAt(), event.customerId(), event.invitationId(), eventId);
    }

    @EventHandler
    void on(InvitationResent event, @MessageIdentifier String eventId) {
        expireAt(event.expiresAt(), event.customerId(), event.invitationId(), eventId);
    }

    private void expireAt(Instant at, CustomerId customerId, InvitationId invitationId, String cause) {
        sheet.put(new Due(EXPIRE_INVITATION, invitationId.value(), customerId, at, cause));
    }

    @EventHandler
    void on(InvitationAccepted event) {
        ended(event.invitationId());
    }

    @EventHandler
    void on(InvitationDeclined event) {
        ended(event.invitationId());
    }

    @EventHandler
    void on(InvitationCancelled event) {
        ended(event.invitationId());
    }

    @EventHandler
    void on(InvitationExpired event) {
        ended(event.invitationId());
    }

    private void ended(InvitationId invitationId) {
        sheet.remove(EXPIRE_INVITATION, invitationId.value());
    }
}
