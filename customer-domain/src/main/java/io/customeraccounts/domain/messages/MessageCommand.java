package io.customeraccounts.domain.messages;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.domain.values.MessageText;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * What can be asked of a message. Refused with a {@link MessageRefusal}, and then without any effect. A command that would change
 * nothing succeeds and records nothing.
 */
public sealed interface MessageCommand extends Command {

    @TargetAggregateIdentifier
    MessageId messageId();

    /** Sends it to those who are users of the customer now. Only for users of the partner that manages it. */
    record SendMessage(
            CustomerId customerId,
            @TargetAggregateIdentifier MessageId messageId,
            Actor actor,
            MessageKind kind,
            MessageText text)
            implements MessageCommand {}

    /** Says that the acting user has read it. */
    record AcknowledgeMessage(
            CustomerId customerId,
            @TargetAggregateIdentifier MessageId messageId,
            Actor actor) implements MessageCommand {}
}
