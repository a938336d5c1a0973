package io.customeraccounts.api.projects;

import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.projections.projects.ProjectRow;
import io.customeraccounts.projections.projects.ProjectState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "Project", description = "A project. How it is paid for is shown to those who see all projects only.")
record ProjectJson(
        UUID id,
        @Schema(example = "portal") String identifier,
        @Schema(example = "Customer portal") String name,
        @Nullable UUID paymentMethodId,
        @Nullable UUID billingAddressId,

        @Schema(description = "The location global first.", example = "[\"global\", \"eu-de-central\"]")
        List<String> locations,

        ProjectState state,
        Instant createdAt,

        @Schema(description = "When it was marked for deletion; absent for an active one.") @Nullable
        Instant markedAt,

        @Schema(description = "When nothing was left of it; absent if it is not deleted.") @Nullable
        Instant deletedAt) {

    static ProjectJson of(ProjectRow row) {
        return new ProjectJson(
                row.id().value(),
                row.identifier(),
                row.name(),
                row.paymentMethodId().value(),
                row.billingAddressId().value(),
                row.locations().stream().map(LocationName::value).toList(),
                row.state(),
                row.createdAt(),
                row.markedAt(),
                row.deletedAt());
    }

    static ProjectJson withoutPayment(ProjectRow row) {
        return new ProjectJson(
                row.id().value(),
                row.identifier(),
                row.name(),
                null,
                null,
                row.locations().stream().map(LocationName::value).toList(),
                row.state(),
                row.createdAt(),
                row.markedAt(),
                row.deletedAt());
    }
}
