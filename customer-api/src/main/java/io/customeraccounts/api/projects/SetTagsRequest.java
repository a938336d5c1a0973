package io.customeraccounts.api.projects;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "SetTags")
record SetTagsRequest(
        @Schema(description = "All of them, at most 20, each name once.", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        List<@Nullable TagRequest> tags) {

    @Schema(name = "SetTag")
    record TagRequest(
            @Schema(example = "stage", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(example = "live", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String value) {}
}
