package io.customeraccounts.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the OpenID AuthZEN Authorization API 1.0 sends. What it may contain besides (properties, context) changes no decision
 * and is ignored, as the specification asks for unknown members.
 */
final class Evaluation {

    private Evaluation() {}

    @Schema(name = "AuthZenSubject", description = "Whose access it is about.")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SubjectJson(
            @Schema(
                    description = "person, or membership for one membership and no other of the same person.",
                    example = "person")
            @Nullable
            String type,

            @Schema(example = "0193584e-3b00-7000-8000-000000000001") @Nullable
            String id) {}

    @Schema(name = "AuthZenResource")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ResourceJson(
            @Schema(description = "project", example = "project") @Nullable
            String type,

            @Schema(example = "0193584e-3b00-7000-8000-000000000002") @Nullable
            String id) {}

    @Schema(name = "AuthZenAction")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ActionJson(
            @Schema(description = "use or manage", example = "use") @Nullable
            String name) {}

    @Schema(name = "AuthZenEvaluation")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RequestJson(
            @Nullable SubjectJson subject,
            @Nullable ActionJson action,
            @Nullable ResourceJson resource) {

        /** Where this says nothing, what the other says. */
        RequestJson or(RequestJson other) {
            return new RequestJson(
                    subject == null ? other.subject : subject,
                    action == null ? other.action : action,
                    resource == null ? other.resource : resource);
        }
    }

    @Schema(name = "AuthZenOptions")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OptionsJson(
            @Schema(description = "execute_all, deny_on_first_deny or permit_on_first_permit", example = "execute_all")
            @JsonProperty("evaluations_semantic")
            @Nullable
            String semantic) {}

    /** @param evaluations absent or empty for one evaluation of what stands beside it */
    @Schema(name = "AuthZenEvaluations")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record BatchJson(
            @Nullable SubjectJson subject,
            @Nullable ActionJson action,
            @Nullable ResourceJson resource,
            @Nullable List<@Nullable RequestJson> evaluations,
            @Nullable OptionsJson options) {

        RequestJson defaults() {
            return new RequestJson(subject, action, resource);
        }
    }

    @Schema(name = "AuthZenPage")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PageJson(
            @Schema(description = "next_token of the page before; absent for the first.") @Nullable
            String token,

            @Schema(description = "1 to 200; 50 unless asked otherwise.", example = "50") @Nullable
            Integer limit) {}

    @Schema(name = "AuthZenSearch")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SearchJson(
            @Nullable SubjectJson subject,
            @Nullable ActionJson action,
            @Nullable ResourceJson resource,
            @Nullable PageJson page) {}
}
