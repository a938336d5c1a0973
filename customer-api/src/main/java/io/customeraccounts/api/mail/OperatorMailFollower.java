package io.customeraccounts.api.mail;

import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.values.Actor;
import java.time.Clock;
import java.time.Instant;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.jspecify.annotations.Nullable;

/**
 * Puts a mail to a customer's admins into the queue when an operator has changed something there, one for each command (rule:
 * Partner customers); see {@link MailFollower}, which tells them of what has a mail of its own.
 */
@DisallowReplay
@ProcessingGroup(MailFollower.PROCESSING_GROUP)
class OperatorMailFollower {

    private final MailMemory memory;
    private final MailQueue queue;
    private final Clock clock;

    OperatorMailFollower(MailMemory memory, MailQueue queue, Clock clock) {
        this.memory = memory;
        this.queue = queue;
        this.clock = clock;
    }

    @EventHandler
    void on(
            DomainEvent event,
            @Timestamp Instant at,
            @MetaDataValue(EventOrigin.ACTOR) @Nullable String actor,
            @MetaDataValue(EventOrigin.CAUSE) @Nullable String cause,
            @MetaDataValue(EventOrigin.REASON) @Nullable String reason) {
        var byOperator = actor != null && Actor.parse(actor) instanceof Actor.Operator;
        if (!byOperator || reason == null || hasMailOfItsOwn(event) || tooOld(at)) {
            return;
        }
        memory.customer(event.customerId())
                .ifPresent(customer -> memory.admins(event.customerId(), at)
                        .forEach(admin -> queue.add(
                                cause + "-operator-" + admin.membershipId(),
                                event.customerId(),
                                new MailContent.OperatorActed(admin.recipient(), customer.name(), reason),
                                at)));
    }

    private static boolean hasMailOfItsOwn(DomainEvent event) {
        return event instanceof PaymentMethodEnabled || event instanceof PaymentMethodRemoved;
    }

    /** The queue may have forgotten its mail: nobody is written to twice. */
    private boolean tooOld(Instant at) {
        return !at.isAfter(clock.instant().minus(MailQueue.RETENTION));
    }
}
