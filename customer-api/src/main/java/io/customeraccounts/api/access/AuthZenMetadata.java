package io.customeraccounts.api.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.security.Anyone;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where gateways find the endpoints of {@link AuthZenController}: the PDP metadata of the AuthZEN Authorization API 1.0. */
@Anyone
@RestController
class AuthZenMetadata {

    private final String baseUrl;

    AuthZenMetadata(@Value("${customer-accounts.base-url}") String baseUrl) {
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    }

    record MetadataJson(
            @JsonProperty("policy_decision_point") String policyDecisionPoint,
            @JsonProperty("access_evaluation_endpoint") String evaluation,
            @JsonProperty("access_evaluations_endpoint") String evaluations,
            @JsonProperty("search_subject_endpoint") String searchSubject,
            @JsonProperty("search_resource_endpoint") String searchResource,
            @JsonProperty("search_action_endpoint") String searchAction) {}

    @GetMapping(path = "/.well-known/authzen-configuration", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<MetadataJson> show() {
        var path = baseUrl + AuthZenController.PATH;
        return Answer.ok(new MetadataJson(
                baseUrl,
                path + "/evaluation",
                path + "/evaluations",
                path + "/search/subject",
                path + "/search/resource",
                path + "/search/action"));
    }
}
