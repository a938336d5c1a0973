package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.END_ACCESS;

import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.project.ProjectCommand.RevokeProjectAccess;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.jspecify.annotations.Nullable;

/** Records that an access has reached its own end date. Bookkeeping: it gives nothing any more, recorded or not. */
public final class EndAccessWhenDue implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("EndAccessWhenDue");

    private final DueSheet sheet;
    private final DueCommands commands;

    public EndAccessWhenDue(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.send(
                END_ACCESS,
                now,
                due -> new RevokeProjectAccess(
                        due.customerId(),
                        Objects.requireNonNull(due.projectId()),
                        ACTOR,
                        new GrantId(due.subjectId()),
                        RevocationCause.ACCESS_EXPIRED));
    }

    @EventHandler
    void on(UserAssigned event, @MessageIdentifier String eventId) {
        endsAt(event.endsAt(), event.customerId(), event.projectId(), event.grantId(), eventId);
    }

    @EventHandler
    void on(AccessEndSet event, @MessageIdentifier String eventId) {
        endsAt(event.endsAt(), event.customerId(), event.projectId(), event.grantId(), eventId);
    }

    private void endsAt(
            @Nullable Instant at, CustomerId customerId, ProjectId projectId, GrantId grantId, String cause) {
        if (at == null) {
            ended(grantId);
        } else {
            sheet.put(new Due(END_ACCESS, grantId.value(), customerId, projectId, at, cause));
        }
    }

    @EventHandler
    void on(UserUnassigned event) {
        ended(event.grantId());
    }

    @EventHandler
    void on(ProjectAccessRevoked event) {
        ended(event.grantId());
    }

    private void ended(GrantId grantId) {
        sheet.remove(END_ACCESS, grantId.value());
    }
}
