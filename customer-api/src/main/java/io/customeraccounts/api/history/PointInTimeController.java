package io.customeraccounts.api.history;

import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.USER_NOT_FOUND;
import static io.customeraccounts.api.security.Question.READ_HISTORY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.access.Action;
import io.customeraccounts.projections.pointintime.PastProject;
import io.customeraccounts.projections.pointintime.PointInTime;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What was so at a time. */
@Tag(name = "History")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class PointInTimeController {

    private final Permissions permissions;
    private final PointInTime past;
    private final AsOf asOf;
    private final PastNames names;
    private final Projects projects;
    private final Users users;

    PointInTimeController(
            Permissions permissions, PointInTime past, AsOf asOf, PastNames names, Projects projects, Users users) {
        this.permissions = permissions;
        this.past = past;
        this.asOf = asOf;
        this.names = names;
        this.projects = projects;
        this.users = users;
    }

    @At
    @Operation(
            summary = "Show the customer as it was",
            description = "At a time: what it was called, and where it stood. Not found before it was opened.")
    @GetMapping("/as-of")
    Answer<PastCustomerJson> customer(Caller caller, @PathVariable CustomerId customerId, Query query) {
        var known = known(caller, customerId, query);
        return Answer.ok(
                PastCustomerJson.of(past.customer(customerId, known.at()).orElseThrow(Problem::notFound), known));
    }

    @At
    @Operation(summary = "List the users as they were", description = "At a time, with their groups. By id.")
    @GetMapping("/as-of/users")
    Answer<PastPageJson<PastUserJson>> users(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        var known = known(caller, customerId, query);
        return PastPageJson.of(known, paging, request -> past.users(customerId, known.at(), request), names::users);
    }

    @At
    @Operation(
            summary = "Show a user as they were",
            description = "At a time. Not found if the membership was not active then.")
    @MayAnswer({USER_NOT_FOUND})
    @GetMapping("/as-of/users/{membershipId}")
    Answer<PastUserJson> user(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable MembershipId membershipId, Query query) {
        var known = known(caller, customerId, query);
        return Answer.ok(names.user(
                past.user(customerId, membershipId, known.at()).orElseThrow(() -> Problem.of(USER_NOT_FOUND)), known));
    }

    @At
    @Operation(
            summary = "List the pending invitations as they were",
            description = "Those that could be accepted at a time. By id.")
    @GetMapping("/as-of/invitations")
    Answer<PastPageJson<PastInvitationJson>> invitations(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        var known = known(caller, customerId, query);
        return PastPageJson.of(
                known, paging, request -> past.invitations(customerId, known.at(), request), names::invitations);
    }

    @At
    @Operation(summary = "List the projects as they were", description = "At a time, deleted ones too. By id.")
    @GetMapping("/as-of/projects")
    Answer<PastPageJson<PastProjectJson>> projects(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        var known = known(caller, customerId, query);
        return PastPageJson.of(
                known,
                paging,
                request -> past.projects(customerId, known.at(), request),
                (List<PastProject> found) ->
                        found.stream().map(PastProjectJson::of).toList());
    }

    @At
    @Operation(
            summary = "Show a project as it was",
            description = "At a time, also if it was deleted. Not found before it was created.")
    @MayAnswer({PROJECT_NOT_FOUND})
    @GetMapping("/as-of/projects/{projectId}")
    Answer<PastProjectJson> project(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable ProjectId projectId, Query query) {
        var known = known(caller, customerId, query);
        return Answer.ok(PastProjectJson.of(
                past.project(customerId, projectId, known.at()).orElseThrow(() -> Problem.of(PROJECT_NOT_FOUND)),
                known));
    }

    @At
    @Operation(
            summary = "List who had access to a project, and why",
            description =
                    "Who could use it at a time, each with the events that the access rested on and what has ended it since. By the id of the grant. Or who could manage it by their group, among them partners' users who had added themselves, by the id of the user. What operators did stands in the history, with their reasons.")
    @Parameter(
            name = "action",
            in = ParameterIn.QUERY,
            description = "What they could do.",
            schema = @Schema(implementation = Action.class, defaultValue = "USE"))
    @MayAnswer({PROJECT_NOT_FOUND})
    @GetMapping("/projects/{projectId}/access-history")
    Answer<PastPageJson<PastAccessJson>> access(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            Query query,
            Paging paging,
            HttpServletRequest http) {
        permissions.require(READ_HISTORY, caller, customerId);
        if (projects.find(customerId, projectId).isEmpty()) {
            throw Problem.of(PROJECT_NOT_FOUND);
        }
        var action = query.find("action", Action.class).orElse(Action.USE);
        var known = asOf.knowUntilNow(customerId, asOf.at(query));
        return PastPageJson.of(
                known,
                paging,
                request -> switch (action) {
                    case USE -> past.access(projectId, known.at(), request);
                    case MANAGE -> past.managers(customerId, projectId, known.at(), request);
                },
                found -> names.access(found, Problems.language(http)));
    }

    @At
    @Operation(
            summary = "List what a user could reach, and why",
            description =
                    "The projects that a present or former user could use at a time, each with the events that the access rested on and what has ended it since. By the id of the grant. Or those that they could manage by their group, by the id of the project.")
    @Parameter(
            name = "action",
            in = ParameterIn.QUERY,
            description = "What they could do.",
            schema = @Schema(implementation = Action.class, defaultValue = "USE"))
    @MayAnswer({USER_NOT_FOUND})
    @GetMapping("/users/{membershipId}/reach")
    Answer<PastPageJson<PastAccessJson>> reach(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable MembershipId membershipId,
            Query query,
            Paging paging,
            HttpServletRequest http) {
        permissions.require(READ_HISTORY, caller, customerId);
        if (users.presentOrFormer(membershipId)
                .filter(user -> user.customerId().equals(customerId))
                .isEmpty()) {
            throw Problem.of(USER_NOT_FOUND);
        }
        var action = query.find("action", Action.class).orElse(Action.USE);
        var known = asOf.knowUntilNow(customerId, asOf.at(query));
        return PastPageJson.of(
                known,
                paging,
                request -> switch (action) {
                    case USE -> past.reach(membershipId, known.at(), request);
                    case MANAGE -> past.managed(customerId, membershipId, known.at(), request);
                },
                found -> names.access(found, Problems.language(http)));
    }

    private KnownJson known(Caller caller, CustomerId customerId, Query query) {
        permissions.require(READ_HISTORY, caller, customerId);
        return asOf.know(customerId, asOf.at(query));
    }
}
