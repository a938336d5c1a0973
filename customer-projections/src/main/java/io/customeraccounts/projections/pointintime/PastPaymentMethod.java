package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment method that a customer had at a time, with as much of it as is shown of those of today. Texts are absent once they are
 * erased.
 *
 * @param state by the clock of then; never removed
 * @param brand of a card, as are the last digits and the expiry
 * @param maskedIban of a SEPA mandate, as are its reference and the holder of the account
 */
public record PastPaymentMethod(
        PaymentMethodId id,
        PaymentMethodKind kind,
        PaymentMethodState state,
        @Nullable CardBrand brand,
        @Nullable String lastDigits,
        @Nullable Instant expiresAt,
        @Nullable String maskedIban,
        @Nullable String mandateReference,
        @Nullable String accountHolder) {}
