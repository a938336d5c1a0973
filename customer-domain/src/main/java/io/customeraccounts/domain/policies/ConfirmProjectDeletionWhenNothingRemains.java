package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.CONFIRM_PROJECT_DELETION;

import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.project.ProjectCommand.ConfirmProjectDeletion;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Completes the deletion of a project when the connected systems have nothing left of it. Asks every minute: what a system
 * reports is no event, and the project itself looks at the reports when it is asked.
 */
public final class ConfirmProjectDeletionWhenNothingRemains implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("ConfirmProjectDeletionWhenNothingRemains");

    private final DueSheet sheet;
    private final DueCommands commands;

    public ConfirmProjectDeletionWhenNothingRemains(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = new DueCommands(sheet, commands);
    }

    @Override
    public void act(Instant now) {
        commands.sendUntilRemoved(
                CONFIRM_PROJECT_DELETION,
                now,
                due -> new ConfirmProjectDeletion(due.customerId(), new ProjectId(due.subjectId()), ACTOR));
    }

    @EventHandler
    void on(ProjectMarkedForDeletion event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        sheet.put(new Due(CONFIRM_PROJECT_DELETION, event.projectId().value(), event.customerId(), at, eventId));
    }

    @EventHandler
    void on(ProjectDeleted event) {
        sheet.remove(CONFIRM_PROJECT_DELETION, event.projectId().value());
    }
}
