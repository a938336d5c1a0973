package io.customeraccounts.api.invitations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

@Schema(name = "AcceptedInvitation", description = "The membership that the invitation has led to.")
record AcceptedJson(
        UUID membershipId,
        UUID customerId,
        @Schema(example = "ACME GmbH") String customerName,
        @Schema(example = "CUSTOMER_EMPLOYEE") String group) {}
