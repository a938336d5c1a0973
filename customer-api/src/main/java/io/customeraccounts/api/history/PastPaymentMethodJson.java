package io.customeraccounts.api.history;

import io.customeraccounts.api.http.CardJson;
import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.SepaMandateJson;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.projections.pointintime.PastPaymentMethod;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment method as it was at a time, with as much of it as is shown of those of today. */
record PastPaymentMethodJson(
        UUID id,
        PaymentMethodKind kind,

        @Schema(description = "By the clock of then.") PaymentMethodState state,
        @Nullable CardJson card,
        @Nullable SepaMandateJson sepaMandate) {

    static PastPaymentMethodJson of(PastPaymentMethod method, Masked masked) {
        return new PastPaymentMethodJson(
                method.id().value(),
                method.kind(),
                method.state(),
                CardJson.of(method.brand(), method.lastDigits(), method.expiresAt()),
                method.kind() == PaymentMethodKind.SEPA_MANDATE
                        ? SepaMandateJson.of(
                                method.maskedIban(), method.mandateReference(), method.accountHolder(), masked)
                        : null);
    }
}
