package io.customeraccounts.api.systems;

import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.USER_NOT_FOUND;
import static io.customeraccounts.api.security.Question.LIST_PROJECTS;
import static io.customeraccounts.api.security.Question.LIST_USERS;
import static io.customeraccounts.api.security.Question.VIEW_CUSTOMER;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.systems.Confirmations;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whether the connected systems have applied what ended access, and which have not. What it is about says itself only how
 * many have.
 */
@Tag(name = "Connected systems")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class ConfirmationsController {

    private final Permissions permissions;
    private final Confirmations confirmations;
    private final Users users;
    private final Projects projects;

    ConfirmationsController(Permissions permissions, Confirmations confirmations, Users users, Projects projects) {
        this.permissions = permissions;
        this.confirmations = confirmations;
        this.users = users;
        this.projects = projects;
    }

    @Operation(
            summary = "Show what systems confirmed for a customer",
            description =
                    "Of the connected systems that serve a location of one of its projects: how many have applied everything that ended access.")
    @GetMapping("/systems")
    Answer<ConfirmationJson> ofCustomer(Caller caller, @PathVariable CustomerId customerId) {
        permissions.require(VIEW_CUSTOMER, caller, customerId);
        return Answer.ok(ConfirmationJson.of(confirmations.ofCustomer(customerId)));
    }

    @Operation(
            summary = "Show what systems confirmed for a project",
            description =
                    "Of the connected systems that serve one of its locations: how many have applied everything that ended access to it, also the removal of users of the customer.")
    @MayAnswer(PROJECT_NOT_FOUND)
    @GetMapping("/projects/{projectId}/systems")
    Answer<ConfirmationJson> ofProject(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable ProjectId projectId) {
        permissions.require(LIST_PROJECTS, caller, customerId);
        if (projects.find(customerId, projectId).isEmpty()) {
            throw Problem.of(PROJECT_NOT_FOUND);
        }
        return Answer.ok(ConfirmationJson.of(confirmations.ofProject(projectId)));
    }

    @Schema(name = "Revocation")
    record RevocationJson(
            UUID membershipId,

            @Schema(description = "When the membership ended, and with it all access.")
            Instant endedAt,

            ConfirmationJson systems) {}

    @Operation(
            summary = "Show a user's revocation",
            description =
                    "When the membership of a former user ended, and how many of the connected systems have applied it.")
    @MayAnswer(USER_NOT_FOUND)
    @GetMapping("/users/{membershipId}/revocation")
    Answer<RevocationJson> ofUser(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable MembershipId membershipId) {
        permissions.require(LIST_USERS, caller, customerId);
        var user = users.presentOrFormer(membershipId)
                .filter(it -> it.customerId().equals(customerId) && it.endedAt() != null)
                .orElseThrow(() -> Problem.of(USER_NOT_FOUND));
        return Answer.ok(new RevocationJson(
                membershipId.value(),
                Objects.requireNonNull(user.endedAt()),
                ConfirmationJson.of(confirmations.ofMembership(membershipId))));
    }
}
