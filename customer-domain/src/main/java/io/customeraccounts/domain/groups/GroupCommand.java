package io.customeraccounts.domain.groups;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Permission;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about the groups of the installation. */
public sealed interface GroupCommand extends Command {

    @Override
    default CustomerId customerId() {
        return InstallationEvent.INSTALLATION;
    }

    /**
     * Adds a group. It never changes, so that whoever has found it once need not look again. Only for operators.
     *
     * @param permissions at least one; those over managed customers only for groups of partners
     */
    record AddGroup(Actor actor, GroupName group, CustomerKind kind, Set<Permission> permissions)
            implements GroupCommand {

        public AddGroup {
            permissions = Set.copyOf(permissions);
        }

        /** The same for the same name, so that it is added once. */
        @TargetAggregateIdentifier
        public UUID groupId() {
            return idOf(group);
        }
    }

    static UUID idOf(GroupName group) {
        return UUID.nameUUIDFromBytes(("group " + group).getBytes(StandardCharsets.UTF_8));
    }
}
