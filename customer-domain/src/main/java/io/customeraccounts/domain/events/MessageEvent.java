package io.customeraccounts.domain.events;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;

/** What has happened to a message from a partner to the users of a customer that it manages. */
public sealed interface MessageEvent extends DomainEvent {

    MessageId messageId();

    /** It is for those who are users of the customer at that time. */
    record MessageSent(CustomerId customerId, MessageId messageId, CustomerId partnerId, MessageKind kind, String text)
            implements MessageEvent {}

    /** A user has read it. */
    record MessageAcknowledged(CustomerId customerId, MessageId messageId, MembershipId membershipId)
            implements MessageEvent {}
}
