package io.customeraccounts.api.generaldata;

import io.customeraccounts.api.http.CardJson;
import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.SepaMandateJson;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.projections.generaldata.PaymentMethodRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "PaymentMethod")
record PaymentMethodJson(
        UUID id,
        PaymentMethodKind kind,
        PaymentMethodState state,
        @Nullable CardJson card,
        @Nullable SepaMandateJson sepaMandate,
        Instant addedAt) {

    static PaymentMethodJson of(PaymentMethodRow row, Masked masked) {
        return new PaymentMethodJson(
                row.id().value(),
                row.kind(),
                row.state(),
                CardJson.of(row.brand(), row.lastDigits(), row.expiresAt()),
                row.kind() == PaymentMethodKind.SEPA_MANDATE
                        ? SepaMandateJson.of(row.maskedIban(), row.mandateReference(), row.accountHolder(), masked)
                        : null,
                row.addedAt());
    }
}
