package io.customeraccounts.domain.events;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Permission;
import java.util.List;
import java.util.UUID;

/** What has happened in the installation and belongs to none of its customers. */
public sealed interface InstallationEvent extends DomainEvent {

    /** Stands where other events name their customer; no customer has it. */
    CustomerId INSTALLATION = new CustomerId(new UUID(0, 0));

    /** An operator added a group. It never changes. */
    record GroupAdded(CustomerId customerId, GroupName group, CustomerKind kind, List<Permission> permissions)
            implements InstallationEvent {}
}
