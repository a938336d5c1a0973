package io.customeraccounts.api.projects;

import io.customeraccounts.api.http.SystemsJson;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.projections.projects.ProjectRow;
import io.customeraccounts.projections.projects.ProjectState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

        @Schema(description = "What it is marked with, by name.")
        List<TagJson> tags,

        @Schema(description = "How much it may use; locations are left out of which nothing is said.")
        List<QuotaJson> quotas,

        ProjectState state,
        Instant createdAt,

        @Schema(description = "When it was marked for deletion; absent for an active one.") @Nullable
        Instant markedAt,

        @Schema(description = "When nothing was left of it; absent if it is not deleted.") @Nullable
        Instant deletedAt,

        @Schema(
                description =
                        "What connected systems have confirmed, where the project itself is shown to those who see all projects; absent in lists and answers to changes, and if no system serves a location of it.")
        @Nullable
        SystemsJson systems) {

    @Schema(name = "ProjectTag")
    record TagJson(
            @Schema(example = "stage") String name,
            @Schema(example = "live") String value) {}

    @Schema(name = "Quota")
    record QuotaJson(
            @Schema(example = "eu-de-central") String location,

            @Schema(description = "In whatever unit the platform there counts.", example = "40")
            long quota) {}

    private static List<TagJson> tags(ProjectRow row) {
        return row.tags().stream()
                .map(tag -> new TagJson(tag.name(), tag.value()))
                .toList();
    }

    /** In the order of the locations. */
    private static List<QuotaJson> quotas(ProjectRow row) {
        return row.locations().stream()
                .flatMap(
                        location -> Optional.ofNullable(row.quotas().get(location))
                                .map(quota -> new QuotaJson(location.value(), quota))
                                .stream())
                .toList();
    }

    static ProjectJson of(ProjectRow row) {
        return of(row, null);
    }

    static ProjectJson of(ProjectRow row, @Nullable SystemsJson systems) {
        return new ProjectJson(
                row.id().value(),
                row.identifier(),
                row.name(),
                row.paymentMethodId().value(),
                row.billingAddressId().value(),
                row.locations().stream().map(LocationName::value).toList(),
                tags(row),
                quotas(row),
                row.state(),
                row.createdAt(),
                row.markedAt(),
                row.deletedAt(),
                systems);
    }

    static ProjectJson withoutPayment(ProjectRow row) {
        return new ProjectJson(
                row.id().value(),
                row.identifier(),
                row.name(),
                null,
                null,
                row.locations().stream().map(LocationName::value).toList(),
                tags(row),
                quotas(row),
                row.state(),
                row.createdAt(),
                row.markedAt(),
                row.deletedAt(),
                null);
    }
}
