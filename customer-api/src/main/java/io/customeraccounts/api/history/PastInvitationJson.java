package io.customeraccounts.api.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invitation that could be accepted at a time. */
record PastInvitationJson(
        @Schema(format = "uuid") String invitationId,

        @Schema(description = "Absent once it is erased.") @Nullable
        String fullName,

        @Schema(example = "CUSTOMER_EMPLOYEE") String group,
        Instant expiresAt) {}
