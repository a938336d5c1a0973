package io.customeraccounts.projections.messages;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import java.time.Instant;

/**
 * A message that a partner has sent.
 *
 * @param readers how many users have acknowledged it; one at most where one is enough
 */
public record MessageRow(
        MessageId id,
        CustomerId customerId,
        CustomerId partnerId,
        MessageKind kind,
        String text,
        Instant sentAt,
        int readers) {}
