package io.customeraccounts.api.operations;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "RetriedDeadLetter")
record RetriedJson(
        @Schema(
                description =
                        "Whether the follower has handled the event now. If not, it has failed again, or another node tries it at this moment.")
        boolean handled,

        @Schema(description = "What remains of it; absent if nothing does.") @Nullable
        DeadLetterJson deadLetter) {}
