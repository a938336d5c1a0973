package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.projections.generaldata.AddressRow;
import org.jspecify.annotations.Nullable;

/**
 * A billing address that a customer had at a time.
 *
 * @param address as it was then; absent once it is erased
 */
public record PastBillingAddress(
        BillingAddressId id, @Nullable AddressRow address) {}
