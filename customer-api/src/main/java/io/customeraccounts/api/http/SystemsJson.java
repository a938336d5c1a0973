package io.customeraccounts.api.http;

import io.customeraccounts.projections.systems.Confirmation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** "3 of 3 systems confirmed", in what it is about. */
@Schema(name = "ConfirmedSystems")
public record SystemsJson(
        @Schema(description = "How many have applied all that ended access.", example = "2")
        int confirmed,

        @Schema(description = "How many serve a location concerned.", example = "3")
        int of) {

    /** Absent if no system could have anything to confirm. */
    public static @Nullable SystemsJson of(Confirmation confirmation) {
        return confirmation.of() == 0 ? null : new SystemsJson(confirmation.confirmed(), confirmation.of());
    }
}
