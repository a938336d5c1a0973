package io.customeraccounts.domain.groups;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.InstallationEvent.GroupAdded;
import io.customeraccounts.domain.groups.GroupCommand.AddGroup;
import io.customeraccounts.domain.groups.GroupRefusal.GroupExists;
import io.customeraccounts.domain.groups.GroupRefusal.NotAnOperator;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/** One group that an operator has added. Public only so that it can be handed to Axon. */
@AggregateRoot(type = AddedGroup.TYPE)
public class AddedGroup {

    /** The aggregate type under which its events are stored. */
    public static final String TYPE = "group";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private @Nullable UUID id;

    /** For Axon, which fills it from events. */
    AddedGroup() {}

    @CommandHandler
    AddedGroup(AddGroup command, Groups groups) {
        if (!(command.actor() instanceof Actor.Operator)) {
            throw new NotAnOperator();
        }
        var overManaged = command.permissions().stream().anyMatch(Permission::isOverManagedCustomers);
        if (command.permissions().isEmpty() || (overManaged && command.kind() != CustomerKind.PARTNER)) {
            throw new IllegalArgumentException("not a group: allows nothing, or what only partners do");
        }
        if (groups.find(command.group()).isPresent()) {
            throw new GroupExists(command.group());
        }
        apply(new GroupAdded(
                InstallationEvent.INSTALLATION,
                command.group(),
                command.kind(),
                command.permissions().stream().sorted().toList()));
    }

    @EventSourcingHandler
    void on(GroupAdded event) {
        id = GroupCommand.idOf(event.group());
    }
}
