package io.customeraccounts.api.projects;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "CreateProject")
record CreateProjectRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "2 to 30 lower-case letters, digits and single hyphens; it never changes.",
                example = "portal")
        @Nullable
        String identifier,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Customer portal") @Nullable
        String name,

        @Schema(
                format = "uuid",
                description = "An active payment method of the customer; its default if absent.",
                example = "0193584e-3b00-7000-8000-000000000001")
        @Nullable
        String paymentMethodId,

        @Schema(
                format = "uuid",
                description = "A billing address of the customer; its default if absent.",
                example = "0193584e-3b00-7000-8000-000000000002")
        @Nullable
        String billingAddressId,

        @Schema(description = "Besides global, which every project has; at most 50.", example = "[\"eu-de-central\"]")
        @Nullable
        List<@Nullable String> locations) {}
