package io.customeraccounts.api.messaging;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.events.EventOrigin;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/**
 * Writes beside every event who did it, because of what, and why (rule: History and audit). The cause is the command; for
 * a command that a policy sends, the event that the policy reacts to.
 */
final class OriginProvider implements CorrelationDataProvider {

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        var origin = new HashMap<String, Object>();
        if (message instanceof CommandMessage<?> && message.getPayload() instanceof Command command) {
            origin.put(EventOrigin.ACTOR, command.actor().asText());
            origin.put(
                    EventOrigin.CAUSE, message.getMetaData().getOrDefault(EventOrigin.CAUSE, message.getIdentifier()));
            if (message.getMetaData().get(EventOrigin.REASON) instanceof String reason) {
                origin.put(EventOrigin.REASON, reason);
            }
        } else if (message instanceof EventMessage<?>) {
            origin.put(EventOrigin.CAUSE, message.getIdentifier());
        }
        return origin;
    }
}
