package io.customeraccounts.api.projects;

import static io.customeraccounts.api.problems.ProblemType.USER_NOT_FOUND;
import static io.customeraccounts.api.security.Question.LIST_ASSIGNED_PROJECTS;
import static io.customeraccounts.api.security.Question.LIST_PROJECTS;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.projections.access.FormerAccess;
import io.customeraccounts.projections.access.GrantRow;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.projects.ProjectFilter;
import io.customeraccounts.projections.projects.ProjectRow;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Access to projects from the side of the users: what they have, what ends soon, and what they had. */
@Tag(name = "Projects")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class AccessListsController {

    private static final Duration SOON = Duration.ofDays(30);

    private final Permissions permissions;
    private final VisibleProjects visible;
    private final Projects projects;
    private final Grants grants;
    private final FormerAccess former;
    private final Users users;
    private final Clock clock;

    AccessListsController(
            Permissions permissions,
            VisibleProjects visible,
            Projects projects,
            Grants grants,
            FormerAccess former,
            Users users,
            Clock clock) {
        this.permissions = permissions;
        this.visible = visible;
        this.projects = projects;
        this.grants = grants;
        this.former = former;
        this.users = users;
        this.clock = clock;
    }

    @Operation(
            summary = "List the projects of a user",
            description = "That they may use now, by name. Employees see their own only.")
    @MayAnswer({USER_NOT_FOUND})
    @GetMapping("/users/{membershipId}/projects")
    Answer<PageJson<UserProjectJson>> ofUser(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable MembershipId membershipId,
            Paging paging) {
        var rights = permissions.of(caller, customerId);
        rights.require(LIST_ASSIGNED_PROJECTS);
        if (!visible.membershipOf(caller, customerId)
                .filter(membershipId::equals)
                .isPresent()) {
            rights.require(LIST_PROJECTS);
        }
        if (users.find(customerId, membershipId).isEmpty()) {
            throw Problem.of(USER_NOT_FOUND);
        }
        return PageJson.of(paging, request -> ofUser(customerId, membershipId, request), Function.identity());
    }

    private Page<UserProjectJson> ofUser(CustomerId customerId, MembershipId membershipId, PageRequest request) {
        var page = projects.page(customerId, ProjectFilter.ACTIVE.assignedTo(membershipId), request);
        var ids = page.items().stream().map(ProjectRow::id).toList();
        var access = grants.open(membershipId, ids).stream().collect(Collectors.toMap(GrantRow::projectId, it -> it));
        // What has ended between the two questions is left out.
        return new Page<>(
                page.items().stream()
                        .filter(project -> access.containsKey(project.id()))
                        .map(project ->
                                UserProjectJson.of(project, null, Objects.requireNonNull(access.get(project.id()))))
                        .toList(),
                page.next());
    }

    @Parameter(
            in = QUERY,
            name = "before",
            description = "What ends before this time; in 30 days if absent.",
            schema = @Schema(type = "string", format = "date-time"),
            example = "2030-01-31T12:00:00Z")
    @Operation(summary = "List the access that ends soon", description = "The next first.")
    @GetMapping("/projects/expiring")
    Answer<PageJson<UserProjectJson>> expiring(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        permissions.require(LIST_PROJECTS, caller, customerId);
        var before = query.find("before", Times::parse)
                .orElseGet(() -> clock.instant().plus(SOON));
        return PageJson.of(paging, request -> expiring(customerId, before, request), Function.identity());
    }

    private Page<UserProjectJson> expiring(CustomerId customerId, Instant before, PageRequest request) {
        var page = grants.expiring(customerId, before, request);
        var rows = page.items();
        var found = projects
                .find(rows.stream().map(GrantRow::projectId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(ProjectRow::id, it -> it));
        var names = new HashMap<MembershipId, String>();
        users
                .find(
                        customerId,
                        rows.stream().map(GrantRow::membershipId).distinct().toList())
                .stream()
                .filter(user -> user.fullName() != null)
                .forEach(user -> names.put(user.membershipId(), Objects.requireNonNull(user.fullName())));
        return page.map(grant -> UserProjectJson.of(
                Objects.requireNonNull(found.get(grant.projectId())), names.get(grant.membershipId()), grant));
    }

    @Operation(
            summary = "List what a removed user had",
            description =
                    "The project accesses that a membership had when it ended, within the last 30 days. None of them comes back; an invitation that names the membership as formerMembershipId may promise what is chosen from them.")
    @MayAnswer({USER_NOT_FOUND})
    @GetMapping("/users/{membershipId}/former-access")
    Answer<PageJson<FormerAccessJson>> former(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable MembershipId membershipId) {
        permissions.require(LIST_PROJECTS, caller, customerId);
        var had = former.of(customerId, membershipId).orElseThrow(() -> Problem.of(USER_NOT_FOUND));
        return Answer.ok(new PageJson<>(had.stream().map(FormerAccessJson::of).toList(), null));
    }
}
