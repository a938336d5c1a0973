package io.customeraccounts.projections.generaldata;

import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment method that a customer has.
 *
 * @param state as the clock sees it; never removed
 * @param brand of a card, as are the last digits and the expiry
 * @param expiresAt from then on the card is not good any more
 * @param maskedIban of a SEPA mandate, as are its reference and the holder of the account
 * @param version the sequence number of the event that last changed it
 */
public record PaymentMethodRow(
        PaymentMethodId id,
        PaymentMethodKind kind,
        PaymentMethodState state,
        @Nullable CardBrand brand,
        @Nullable String lastDigits,
        @Nullable Instant expiresAt,
        @Nullable String maskedIban,
        @Nullable String mandateReference,
        @Nullable String accountHolder,
        Instant addedAt,
        long version) {

    /** As the clock sees it: a card is not good any more at the instant and not when that is recorded. */
    public static PaymentMethodState stateAt(Instant now, PaymentMethodState recorded, @Nullable Instant expiresAt) {
        var over = recorded == PaymentMethodState.ACTIVE && expiresAt != null && !now.isBefore(expiresAt);
        return over ? PaymentMethodState.EXPIRED : recorded;
    }
}
