package io.customeraccounts.api.history;

import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.projections.pointintime.PastProject;
import io.customeraccounts.projections.projects.ProjectState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A project as it was at a time. */
record PastProjectJson(
        @Schema(description = "Absent in a list, which says it itself.") @Nullable
        KnownJson known,

        @Schema(format = "uuid") String projectId,
        String identifier,
        String name,
        ProjectState state,

        @Schema(format = "uuid", description = "How it was paid for. Absent only while the history is being filled in.")
        @Nullable
        String paymentMethodId,

        @Schema(format = "uuid", description = "Likewise.") @Nullable
        String billingAddressId,

        @Schema(example = "[\"global\", \"eu-de-north\"]") List<String> locations) {

    static PastProjectJson of(PastProject project) {
        return of(project, null);
    }

    static PastProjectJson of(PastProject project, @Nullable KnownJson known) {
        var method = project.paymentMethodId();
        var address = project.billingAddressId();
        return new PastProjectJson(
                known,
                project.id().toString(),
                project.identifier(),
                project.name(),
                project.state(),
                method == null ? null : method.toString(),
                address == null ? null : address.toString(),
                project.locations().stream().map(LocationName::value).toList());
    }
}
