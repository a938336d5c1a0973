package io.customeraccounts.domain.events;

import io.customeraccounts.domain.values.CustomerId;

/**
 * Something that has happened and is stored for ever. Its stored name is in {@link EventName}. Who did it, why and
 * because of what stand beside it: see {@link EventOrigin}.
 */
public sealed interface DomainEvent permits CustomerEvent, ProjectEvent, MessageEvent, InstallationEvent {

    /** The customer whose history the event belongs to, or {@link InstallationEvent#INSTALLATION}. */
    CustomerId customerId();
}
