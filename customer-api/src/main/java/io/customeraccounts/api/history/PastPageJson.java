package io.customeraccounts.api.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a list as it was at a time. */
record PastPageJson<T>(
        KnownJson known,
        List<T> items,

        @Schema(description = "Cursor of the next page; absent on the last.") @Nullable
        String next) {}
