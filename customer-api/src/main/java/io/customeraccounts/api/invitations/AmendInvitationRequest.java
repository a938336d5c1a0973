package io.customeraccounts.api.invitations;

import io.customeraccounts.api.http.Patched;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "InvitationPatch")
record AmendInvitationRequest(
        @Schema(implementation = String.class, example = "Anna Schmidt") @Nullable
        Patched fullName,

        @Schema(implementation = String.class, example = "CUSTOMER_ADMIN") @Nullable
        Patched group) {}
