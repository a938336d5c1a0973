package io.customeraccounts.api.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.customeraccounts.api.access.AccessQuestions.Told;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.Decision.Allowed;
import io.customeraccounts.projections.access.Decision.Denied;
import io.customeraccounts.projections.access.Decision.Missing;
import io.customeraccounts.projections.access.Decision.Rule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "AuthZenDecision")
record DecisionJson(
        boolean decision,

        @Schema(description = "What it rests on, as far as the caller may know.") @Nullable
        ContextJson context) {

    static final DecisionJson DENIED = new DecisionJson(false, null);

    private static final String FORBIDDEN = "403";

    @Schema(name = "AuthZenDecisionContext")
    record ContextJson(
            @Nullable Rule rule,
            @Nullable ProjectRole projectRole,
            @Nullable UUID membershipId,
            @Schema(example = "CUSTOMER_EMPLOYEE") @Nullable String group,
            @Nullable UUID grantId,

            @Schema(description = "The first condition that does not hold.") @Nullable
            Missing missing,

            @Schema(description = "The same in words, for those who administer access.", example = "{\"403\":\"text\"}")
            @JsonProperty("reason_admin")
            @Nullable
            Map<String, String> reasonAdmin,

            @Schema(description = "In words that say nothing to others.", example = "{\"403\":\"text\"}")
            @JsonProperty("reason_user")
            @Nullable
            Map<String, String> reasonUser,

            @Nullable List<BecauseJson> because) {}

    static DecisionJson of(Told told) {
        var because = told.explained() ? BecauseJson.of(told.decision().because()) : null;
        return switch (told.decision()) {
            case Allowed it ->
                new DecisionJson(
                        true,
                        new ContextJson(
                                it.rule(),
                                it.role(),
                                it.membershipId().value(),
                                it.group().value(),
                                it.grantId() == null ? null : it.grantId().value(),
                                null,
                                null,
                                null,
                                because));
            case Denied it
            when told.explained() ->
                new DecisionJson(
                        false,
                        new ContextJson(
                                null,
                                null,
                                null,
                                null,
                                null,
                                it.missing(),
                                Map.of(FORBIDDEN, inWords(it.missing())),
                                Map.of(FORBIDDEN, "You have no access to this project. Ask an admin of its customer."),
                                because));
            case Denied it -> DENIED;
        };
    }

    private static String inWords(Missing missing) {
        return switch (missing) {
            case PROJECT_UNKNOWN -> "There is no such project.";
            case CUSTOMER_NOT_USABLE -> "The customer is closed, or was never confirmed.";
            case PROJECT_NOT_ACTIVE -> "The project is deleted, or marked for deletion.";
            case NOT_A_USER -> "They never were a user of the customer.";
            case MEMBERSHIP_ENDED -> "They are no user of the customer any more.";
            case MEMBERSHIP_EXPIRED -> "The end date of their membership has come.";
            case GROUP_MAY_NOT_MANAGE -> "Their group does not manage projects.";
            case NOT_ASSIGNED -> "They never were assigned to the project.";
            case ACCESS_ENDED -> "Their access to the project has ended.";
            case ACCESS_EXPIRED -> "The end date of their access to the project has come.";
        };
    }
}
