package io.customeraccounts.api.customers;

import io.customeraccounts.api.http.SystemsJson;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.projections.customers.CustomerRow;
import io.customeraccounts.projections.customers.CustomerState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
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
        Instant endedAt,

        @Schema(description = "The partner that manages the customer; absent if none does.") @Nullable
        UUID managedBy,

        @Schema(description = "What helps a customer without an admin; absent if it has one.") @Nullable
        List<NextStep> nextSteps,

        @Schema(
                description =
                        "What connected systems have confirmed, where the customer itself is shown; absent in lists and answers to changes, and if no system serves a location of its projects.")
        @Nullable
        SystemsJson systems) {

    /** What helps a customer without an admin. */
    enum NextStep {
        /** A user of the partner that manages it adds themself and invites an admin. */
        ADD_YOURSELF,
        /** An operator of the installation invites an admin, or makes a user one. */
        ASK_AN_OPERATOR
    }

    static CustomerJson of(CustomerRow row) {
        return of(row, null);
    }

    static CustomerJson of(CustomerRow row, @Nullable SystemsJson systems) {
        return new CustomerJson(
                row.id().value(),
                row.identifier(),
                row.name(),
                row.kind(),
                row.state(),
                row.state() == CustomerState.PENDING_CONFIRMATION ? row.confirmBy() : null,
                row.state().usable() ? row.paymentDueBy() : null,
                row.openedAt(),
                row.endedAt(),
                row.managedBy() == null ? null : row.managedBy().value(),
                row.state() == CustomerState.NO_ADMIN ? nextSteps(row) : null,
                systems);
    }

    private static List<NextStep> nextSteps(CustomerRow row) {
        return row.managedBy() == null
                ? List.of(NextStep.ASK_AN_OPERATOR)
                : List.of(NextStep.ADD_YOURSELF, NextStep.ASK_AN_OPERATOR);
    }
}
