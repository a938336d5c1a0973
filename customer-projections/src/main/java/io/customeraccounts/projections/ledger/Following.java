package io.customeraccounts.projections.ledger;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.DomainEvent;
import java.util.Collection;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;

/** How events are followed, also by those who do not follow them as they happen. */
public final class Following {

    private Following() {}

    /**
     * The events of one customer, and those of its projects among them, are followed one after the other. A customer's own
     * events are not read for that: most followers need few of them.
     */
    public static String customerOf(EventMessage<?> event) {
        return event instanceof DomainEventMessage<?> stored
                        && CustomerEvent.class.isAssignableFrom(event.getPayloadType())
                ? stored.getAggregateIdentifier()
                : ((DomainEvent) event.getPayload()).customerId().toString();
    }

    /** Tells those who can handle it, in their order. */
    public static void tell(EventMessage<?> message, Collection<? extends EventMessageHandler> handlers) {
        for (var handler : handlers) {
            try {
                if (handler.canHandle(message)) {
                    handler.handle(message);
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) { // as Axon declares it; none of ours throws a checked one
                throw new IllegalStateException(e);
            }
        }
    }
}
