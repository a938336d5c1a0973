package io.customeraccounts.api.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may what at a time that is different at another. */
record AccessReviewJson(
        @Schema(description = "Of the first time.") KnownJson from,
        @Schema(description = "Of the second time.") KnownJson to,
        List<AccessChangeJson> items,

        @Schema(description = "Cursor of the next page; absent on the last.") @Nullable
        String next) {}
