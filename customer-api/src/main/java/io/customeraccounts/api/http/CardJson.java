package io.customeraccounts.api.http;

import io.customeraccounts.domain.values.CardBrand;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What is shown of a card. */
@Schema(name = "Card")
public record CardJson(
        CardBrand brand,

        @Schema(example = "1111") @Nullable String lastDigits,

        @Schema(description = "The last month in which the card is good.", example = "2028-02")
        String expiryMonth) {

    /** Absent if it is no card. */
    public static @Nullable CardJson of(
            @Nullable CardBrand brand, @Nullable String lastDigits, @Nullable Instant expiresAt) {
        if (brand == null || expiresAt == null) {
            return null;
        }
        var lastMonth = YearMonth.from(expiresAt.atOffset(ZoneOffset.UTC)).minusMonths(1);
        return new CardJson(brand, lastDigits, lastMonth.toString());
    }
}
