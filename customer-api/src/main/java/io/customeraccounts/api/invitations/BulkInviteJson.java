package io.customeraccounts.api.invitations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

@Schema(name = "InvitedUsers", description = "What became of each line, in the order of the request.")
record BulkInviteJson(List<Line> results) {

    @Schema(name = "InvitedUser")
    record Line(
            @Schema(description = "Position in the request, from 0.")
            int line,

            @Schema(description = "The HTTP status that the line alone would have got.", example = "201")
            int status,

            @Schema(description = "The invitation, if there is one now.", implementation = InvitationJson.class)
            @Nullable
            JsonNode invitation,

            @Schema(
                    description = "Why there is none, as problem details (RFC 9457).",
                    ref = "#/components/schemas/Problem")
            @Nullable
            JsonNode problem) {}
}
