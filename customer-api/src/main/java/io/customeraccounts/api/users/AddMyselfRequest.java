package io.customeraccounts.api.users;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "AddMyself")
record AddMyselfRequest(
        @Schema(
                description =
                        "How long you stay; absent for the time that the installation has set. Never longer than you are a user of the partner.",
                format = "date-time")
        @Nullable
        String endsAt) {}
