package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.projections.generaldata.AddressRow;
import org.jspecify.annotations.Nullable;

/**
 * What a customer had said about itself at a time; whatever is absent had not been said, had been taken back, or is erased.
 *
 * @param defaultPaymentMethodId what new projects were offered
 * @param defaultBillingAddressId likewise
 * @param erased whether something that it had said is erased today
 */
public record PastGeneralData(
        @Nullable AddressRow companyAddress,
        @Nullable String costCentre,
        @Nullable PaymentMethodId defaultPaymentMethodId,
        @Nullable BillingAddressId defaultBillingAddressId,
        boolean erased) {}
