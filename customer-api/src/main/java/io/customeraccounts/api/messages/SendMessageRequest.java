package io.customeraccounts.api.messages;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "SendMessage")
record SendMessageRequest(
        @Schema(
                allowableValues = {"ALL_MUST_READ", "SINGLE_READ_ONLY"},
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String kind,

        @Schema(
                description =
                        "Plain text, of one or several lines, 1 to 1000 characters; for all users, so nothing personal of anyone.",
                example = "On Sunday the platform is updated.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String text) {}
