package io.customeraccounts.api.invitations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "InviteUsers")
record BulkInviteRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "1 to 100; each is decided by itself.")
        @Nullable
        List<@Nullable InviteUserRequest> invitations) {}
