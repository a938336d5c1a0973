package io.customeraccounts.api.generaldata;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Iban;
import io.customeraccounts.domain.values.SepaMandate;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "NewSepaMandate")
record SepaMandateRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "DE89370400440532013000") @Nullable
        String iban,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "What the creditor calls the mandate.",
                example = "M-2026-17")
        @Nullable
        String reference,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Anna Alder") @Nullable
        String accountHolder) {

    /** @throws io.customeraccounts.api.problems.Problem if anything is missing or invalid */
    SepaMandate check() {
        var fields = new Fields();
        var checkedIban = fields.required("/iban", iban, Iban::new);
        var checkedReference = fields.required("/reference", reference, SepaMandate.Reference::new);
        var checkedHolder = fields.required("/accountHolder", accountHolder, FullName::new);
        fields.check();
        return new SepaMandate(checkedIban.get(), checkedReference.get(), checkedHolder.get());
    }
}
