package io.customeraccounts.api.http;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is shown of a SEPA mandate. */
@Schema(name = "SepaMandate")
public record SepaMandateJson(
        @Schema(description = "Never shown as a whole.", example = "DE****************3000") @Nullable
        String iban,

        @Schema(example = "M-2026-17") @Nullable String reference,

        @Schema(example = "Anna Alder") @Nullable String accountHolder) {

    public static SepaMandateJson of(
            @Nullable String maskedIban, @Nullable String reference, @Nullable String accountHolder, Masked masked) {
        return new SepaMandateJson(maskedIban, masked.orNull(reference), masked.orNull(accountHolder));
    }
}
