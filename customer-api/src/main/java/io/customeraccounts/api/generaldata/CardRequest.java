package io.customeraccounts.api.generaldata;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.PaymentCard;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Schema(name = "NewCard")
record CardRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "What your payment provider calls the card. Never the card's number.",
                example = "pm_1NxYzA2eZvKYlo2C")
        @Nullable
        String token,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, implementation = CardBrand.class) @Nullable
        String brand,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The last four digits of the number.",
                example = "1111")
        @Nullable
        String lastDigits,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The last month in which the card is good: year and month (ISO 8601).",
                example = "2028-02")
        @Nullable
        String expiryMonth) {

    private static final Pattern MONTH = Pattern.compile("20[0-9]{2}-(0[1-9]|1[0-2])");

    /** @throws io.customeraccounts.api.problems.Problem if anything is missing or invalid */
    PaymentCard check() {
        var fields = new Fields();
        var checkedToken = fields.required("/token", token, PaymentCard.Token::new);
        var checkedBrand = fields.required("/brand", brand, CardRequest::brand);
        var checkedDigits = fields.required("/lastDigits", lastDigits, PaymentCard.LastDigits::new);
        var checkedMonth = fields.required("/expiryMonth", expiryMonth, CardRequest::month);
        fields.check();
        return new PaymentCard(checkedToken.get(), checkedBrand.get(), checkedDigits.get(), checkedMonth.get());
    }

    private static CardBrand brand(String text) {
        return Arrays.stream(CardBrand.values())
                .filter(it -> it.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new NotThis("not-a-brand"));
    }

    private static YearMonth month(String text) {
        if (!MONTH.matcher(text).matches()) {
            throw new NotThis("not-a-month");
        }
        return YearMonth.parse(text);
    }
}
