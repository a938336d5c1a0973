package io.customeraccounts.projections.generaldata;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PaymentMethodId;
import java.time.Instant;

/**
 * A customer's wish to pay by invoice, or what came of it, unless that was removed.
 *
 * @param version the sequence number of the event that last changed it
 */
public record InvoiceRow(
        PaymentMethodId id,
        CustomerId customerId,
        String customerIdentifier,
        String customerName,
        Instant requestedAt,
        long version) {}
