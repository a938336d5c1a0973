package io.customeraccounts.api.invitations;

import io.customeraccounts.api.http.Patched;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "InvitationPatch")
record AmendInvitationRequest(
        @Schema(implementation = String.class, example = "Anna Schmidt") @Nullable
        Patched fullName,

        @Schema(implementation = String.class, example = "CUSTOMER_ADMIN") @Nullable
        Patched group,

        @Schema(description = "Instead of what is planned now; an empty list to plan nothing.") @Nullable
        List<@Nullable PlannedAccessRequest> plannedAccess) {}
