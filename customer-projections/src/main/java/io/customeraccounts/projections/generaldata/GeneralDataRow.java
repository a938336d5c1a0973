package io.customeraccounts.projections.generaldata;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import org.jspecify.annotations.Nullable;

/**
 * What a customer says about itself; whatever is absent has not been said, or was taken back.
 *
 * @param defaultPaymentMethodId what new projects are offered
 * @param defaultBillingAddressId likewise
 * @param version the sequence number of the event that last changed any of it
 */
public record GeneralDataRow(
        @Nullable AddressRow companyAddress,
        @Nullable String costCentre,
        @Nullable PaymentMethodId defaultPaymentMethodId,
        @Nullable BillingAddressId defaultBillingAddressId,
        long version) {}
