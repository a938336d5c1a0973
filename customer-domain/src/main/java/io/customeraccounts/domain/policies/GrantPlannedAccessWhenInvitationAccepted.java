package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.GRANT_PLANNED_ACCESS;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.customer.CustomerCommand.SkipPlannedAccess;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.policies.PlannedAccessMemory.Promise;
import io.customeraccounts.domain.project.ProjectCommand.AssignUser;
import io.customeraccounts.domain.project.ProjectRefusal;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Makes the access that an invitation promises real once the invitation is accepted, project by project, or has it recorded
 * that it is skipped and why. Doing so twice gives no more than doing so once: the ids of the grants follow from the
 * invitation and the project.
 */
@DisallowReplay
public final class GrantPlannedAccessWhenInvitationAccepted implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("GrantPlannedAccessWhenInvitationAccepted");

    private final PlannedAccessMemory memory;
    private final DueSheet sheet;
    private final CommandGateway commands;

    public GrantPlannedAccessWhenInvitationAccepted(
            PlannedAccessMemory memory, DueSheet sheet, CommandGateway commands) {
        this.memory = memory;
        this.sheet = sheet;
        this.commands = commands;
    }

    @Override
    public void act(Instant now) {
        DueWork.doAll(sheet, GRANT_PLANNED_ACCESS, now, this::keepPromise);
    }

    private void keepPromise(Due due) {
        var invitationId = new InvitationId(due.subjectId());
        memory.promise(invitationId).ifPresent(promise -> {
            promise.planned().forEach(access -> grant(access, invitationId, promise, due));
            memory.forget(invitationId);
        });
    }

    private void grant(PlannedAccess access, InvitationId invitationId, Promise promise, Due due) {
        try {
            send(
                    new AssignUser(
                            due.customerId(),
                            access.projectId(),
                            ACTOR,
                            grantId(invitationId, access.projectId()),
                            promise.membershipId(),
                            access.role(),
                            access.endsAt(),
                            invitationId),
                    due);
        } catch (ProjectRefusal refusal) {
            var reason = reason(refusal);
            send(new SkipPlannedAccess(due.customerId(), ACTOR, invitationId, access.projectId(), reason), due);
        }
    }

    private void send(Command command, Due due) {
        commands.sendAndWait(new GenericCommandMessage<>(command).withMetaData(Map.of(EventOrigin.CAUSE, due.cause())));
    }

    /** The same for the same promise, each time. */
    static GrantId grantId(InvitationId invitationId, ProjectId projectId) {
        return new GrantId(UUID.nameUUIDFromBytes(("planned " + invitationId + " " + projectId).getBytes(UTF_8)));
    }

    private static SkipReason reason(ProjectRefusal refusal) {
        return switch (refusal) {
            case ProjectEnded _ -> SkipReason.PROJECT_ENDED;
            case AccessEndPast _ -> SkipReason.ACCESS_ENDED;
            case NotAUser _ -> SkipReason.NOT_A_USER;
            case AlreadyAssigned _ -> SkipReason.ALREADY_ASSIGNED;
            case CustomerIsRestricted _ -> SkipReason.CUSTOMER_RESTRICTED;
            case CustomerIsClosed _ -> SkipReason.CUSTOMER_CLOSED;
            // Not what becomes of a plan that was checked when it was made: our mistake, and tried again.
            case NotPermitted _,
                    ProjectNotFound _,
                    VersionMismatch _,
                    CustomerPendingConfirmation _,
                    CustomerIsExpired _,
                    PaymentMethodRequired _,
                    BillingAddressRequired _,
                    ProjectIdentifierTaken _,
                    LocationNotAvailable _,
                    LocationNotOnProject _,
                    LocationNotRemovable _,
                    ResourcesRemain _,
                    ResourceStatusUnknown _,
                    GrantNotFound _,
                    GrantEnded _,
                    ConfirmationMismatch _ -> throw refusal;
        };
    }

    @EventHandler
    void on(UserInvited event) {
        if (event.plannedAccess() != null) {
            memory.plan(event.invitationId(), event.plannedAccess());
        }
    }

    @EventHandler
    void on(InvitationAmended event) {
        if (event.plannedAccess() != null) {
            memory.plan(event.invitationId(), event.plannedAccess());
        }
    }

    @EventHandler
    void on(InvitationAccepted event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        if (memory.accepted(event.invitationId(), event.membershipId())) {
            sheet.put(new Due(GRANT_PLANNED_ACCESS, event.invitationId().value(), event.customerId(), at, eventId));
        }
    }

    @EventHandler
    void on(InvitationDeclined event) {
        memory.forget(event.invitationId());
    }

    @EventHandler
    void on(InvitationCancelled event) {
        memory.forget(event.invitationId());
    }

    @EventHandler
    void on(InvitationExpired event) {
        memory.forget(event.invitationId());
    }
}
