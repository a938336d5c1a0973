package io.customeraccounts.api.systems;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "ChangeSystem")
record ChangeSystemRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Cloud east") @Nullable
        String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "All that it serves from now on, 1 to 100.",
                example = "[\"eu-de-central\", \"eu-de-north\"]")
        @Nullable
        List<@Nullable String> locations) {

    SystemRequest.Wish read() {
        return new SystemRequest(name, locations, null).read(false);
    }
}
