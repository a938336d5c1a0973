package io.customeraccounts.api.customers;

import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.projections.customers.CustomerRow;
import io.customeraccounts.projections.customers.CustomerState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "Customer")
record CustomerJson(
        UUID id,
        @Schema(example = "acme") String identifier,
        @Schema(example = "ACME GmbH") String name,
        CustomerKind kind,
        CustomerState state,

        @Schema(description = "Until then the confirmation mail must be answered; absent if nothing needs confirming.")
        @Nullable
        Instant confirmBy,

        @Schema(
                description =
                        "From then on there can be no new invitations, projects and project users, unless there is a payment method; absent once there was one.")
        @Nullable
        Instant paymentDueBy,

        Instant openedAt,

        @Schema(description = "Since when the customer is closed or expired; absent while it is neither.") @Nullable
        Instant endedAt) {

    static CustomerJson of(CustomerRow row) {
        return new CustomerJson(
                row.id().value(),
                row.identifier(),
                row.name(),
                row.kind(),
                row.state(),
                row.state() == CustomerState.PENDING_CONFIRMATION ? row.confirmBy() : null,
                row.state().usable() ? row.paymentDueBy() : null,
                row.openedAt(),
                row.endedAt());
    }
}
