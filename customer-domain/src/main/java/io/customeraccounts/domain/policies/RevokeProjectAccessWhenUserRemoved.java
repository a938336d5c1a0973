package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.project.ProjectCommand.RevokeProjectAccess;
import io.customeraccounts.domain.values.Actor;
import java.time.Instant;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Records in each project that an access has ended with its membership, or with its customer (rule: Removal). Bookkeeping:
 * it gives nothing any more, recorded or not. An access that is recorded after the removal is revoked too: it was decided
 * before, and a project does not wait for its customer.
 */
public final class RevokeProjectAccessWhenUserRemoved implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("RevokeProjectAccessWhenUserRemoved");

    private final OpenGrants grants;
    private final CommandGateway commands;

    public RevokeProjectAccessWhenUserRemoved(OpenGrants grants, CommandGateway commands) {
        this.grants = grants;
        this.commands = commands;
    }

    @Override
    public void act(Instant now) {
        DueWork.doAll(limit -> grants.claim(now, limit), this::revoke);
    }

    private void revoke(OpenGrants.Revocation due) {
        var command = new RevokeProjectAccess(due.customerId(), due.projectId(), ACTOR, due.grantId(), due.cause());
        commands.sendAndWait(
                new GenericCommandMessage<>(command).withMetaData(Map.of(EventOrigin.CAUSE, due.eventId())));
    }

    @EventHandler
    void on(UserAssigned event, @Timestamp Instant at) {
        grants.opened(event.customerId(), event.projectId(), event.grantId(), event.membershipId(), at);
    }

    @EventHandler
    void on(UserUnassigned event) {
        grants.ended(event.grantId());
    }

    @EventHandler
    void on(ProjectAccessRevoked event) {
        grants.ended(event.grantId());
    }

    @EventHandler
    void on(ProjectMarkedForDeletion event) {
        grants.allEnded(event.projectId());
    }

    @EventHandler
    void on(UserRemoved event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        grants.membershipEnded(event.membershipId(), causeOf(event.cause()), eventId, at);
    }

    private static RevocationCause causeOf(RemovalCause cause) {
        return switch (cause) {
            case BY_ADMIN, PARTNER_ACCESS_ENDED -> RevocationCause.USER_REMOVED;
            case LEFT -> RevocationCause.USER_LEFT;
            case EXPIRED -> RevocationCause.MEMBERSHIP_EXPIRED;
            case PERSON_ERASED -> RevocationCause.PERSON_ERASED;
        };
    }

    @EventHandler
    void on(CustomerClosed event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        grants.customerClosed(event.customerId(), eventId, at);
    }
}
