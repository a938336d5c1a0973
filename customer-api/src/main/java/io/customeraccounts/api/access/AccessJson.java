package io.customeraccounts.api.access;

import io.customeraccounts.api.access.AccessQuestions.Told;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.Decision.Allowed;
import io.customeraccounts.projections.access.Decision.Denied;
import io.customeraccounts.projections.access.Decision.Missing;
import io.customeraccounts.projections.access.Decision.Rule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "AccessDecision", description = "Whether somebody may do something with a project at this moment.")
record AccessJson(
        boolean allowed,

        @Schema(description = "What allows it: the group (to manage) or a grant (to use). Absent if it is not allowed.")
        @Nullable
        Rule rule,

        @Schema(description = "Of the grant.") @Nullable ProjectRole projectRole,

        @Nullable UUID membershipId,

        @Schema(example = "CUSTOMER_EMPLOYEE") @Nullable String group,

        @Nullable UUID grantId,

        @Schema(
                description =
                        "The first condition that does not hold; only for those who may see who has access to the project.")
        @Nullable
        Missing missing,

        @Schema(description = "The events that it rests on; for the same only.") @Nullable
        List<BecauseJson> because) {

    static AccessJson of(Told told) {
        var because = told.explained() ? BecauseJson.of(told.decision().because()) : null;
        return switch (told.decision()) {
            case Allowed it ->
                new AccessJson(
                        true,
                        it.rule(),
                        it.role(),
                        it.membershipId().value(),
                        it.group().value(),
                        it.grantId() == null ? null : it.grantId().value(),
                        null,
                        because);
            case Denied it ->
                new AccessJson(false, null, null, null, null, null, told.explained() ? it.missing() : null, because);
        };
    }
}
