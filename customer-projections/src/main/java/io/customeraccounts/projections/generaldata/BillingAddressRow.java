package io.customeraccounts.projections.generaldata;

import io.customeraccounts.domain.values.BillingAddressId;
import java.time.Instant;

/**
 * A billing address that a customer has.
 *
 * @param version the sequence number of the event that last changed it
 */
public record BillingAddressRow(BillingAddressId id, AddressRow address, Instant addedAt, long version) {}
