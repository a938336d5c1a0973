package io.customeraccounts.api.generaldata;

import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.projections.generaldata.PaymentMethodRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "PaymentMethod")
record PaymentMethodJson(
        UUID id,
        PaymentMethodKind kind,
        PaymentMethodState state,
        @Nullable Card card,
        @Nullable Mandate sepaMandate,
        Instant addedAt) {

    @Schema(name = "Card")
    record Card(
            CardBrand brand,

            @Schema(example = "1111") @Nullable String lastDigits,

            @Schema(description = "The last month in which the card is good.", example = "2028-02")
            String expiryMonth) {}

    @Schema(name = "SepaMandate")
    record Mandate(
            @Schema(description = "Never shown as a whole.", example = "DE****************3000") @Nullable
            String iban,

            @Schema(example = "M-2026-17") @Nullable String reference,

            @Schema(example = "Anna Alder") @Nullable String accountHolder) {}

    static PaymentMethodJson of(PaymentMethodRow row, Masked masked) {
        return new PaymentMethodJson(
                row.id().value(), row.kind(), row.state(), card(row), mandate(row, masked), row.addedAt());
    }

    private static @Nullable Card card(PaymentMethodRow row) {
        var brand = row.brand();
        var expiresAt = row.expiresAt();
        if (brand == null || expiresAt == null) {
            return null;
        }
        var lastMonth = YearMonth.from(expiresAt.atOffset(ZoneOffset.UTC)).minusMonths(1);
        return new Card(brand, row.lastDigits(), lastMonth.toString());
    }

    private static @Nullable Mandate mandate(PaymentMethodRow row, Masked masked) {
        return row.kind() == PaymentMethodKind.SEPA_MANDATE
                ? new Mandate(
                        row.maskedIban(), masked.orNull(row.mandateReference()), masked.orNull(row.accountHolder()))
                : null;
    }
}
