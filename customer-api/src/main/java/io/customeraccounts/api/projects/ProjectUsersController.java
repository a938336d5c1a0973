package io.customeraccounts.api.projects;

import static io.customeraccounts.api.problems.ProblemType.ACCESS_END_PAST;
import static io.customeraccounts.api.problems.ProblemType.ALREADY_ASSIGNED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_RESTRICTED;
import static io.customeraccounts.api.problems.ProblemType.GRANT_ENDED;
import static io.customeraccounts.api.problems.ProblemType.GRANT_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.NOT_A_USER;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_ENDED;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_FOUND;
import static io.customeraccounts.api.security.Question.EDIT_PROJECTS;
import static io.customeraccounts.api.security.Question.LIST_ASSIGNED_PROJECTS;
import static io.customeraccounts.api.security.Question.LIST_USERS;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.project.ProjectCommand.AssignUser;
import io.customeraccounts.domain.project.ProjectCommand.ChangeProjectRole;
import io.customeraccounts.domain.project.ProjectCommand.SetAccessEnd;
import io.customeraccounts.domain.project.ProjectCommand.UnassignUser;
import io.customeraccounts.domain.project.ProjectRefusal.VersionMismatch;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.GrantRow;
import io.customeraccounts.projections.access.Grants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who may use and manage a project. */
@Tag(name = "Projects")
@RestController
@RequestMapping(
        path = "/api/v1/customers/{customerId}/projects/{projectId}/users",
        produces = MediaType.APPLICATION_JSON_VALUE)
class ProjectUsersController {

    private static final Function<String, ProjectRole> ROLE =
            Fields.constant(ProjectRole.class, new NotThis("not-a-role"));

    private final Permissions permissions;
    private final VisibleProjects visible;
    private final CommandTransaction commands;
    private final Grants grants;

    ProjectUsersController(
            Permissions permissions, VisibleProjects visible, CommandTransaction commands, Grants grants) {
        this.permissions = permissions;
        this.visible = visible;
        this.commands = commands;
        this.grants = grants;
    }

    @Operation(
            summary = "List the users of a project",
            description =
                    "Those who may use it, in the order in which they were assigned, and then who else may manage it. Each with the reason.")
    @MayAnswer({PROJECT_NOT_FOUND})
    @GetMapping
    Answer<PageJson<ProjectUserJson>> list(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable ProjectId projectId, Paging paging) {
        visible.require(LIST_ASSIGNED_PROJECTS, caller, customerId, projectId);
        var withEmail = permissions.of(caller, customerId).allows(LIST_USERS);
        return PageJson.of(
                paging,
                request -> grants.users(customerId, projectId, request),
                user -> ProjectUserJson.of(user, withEmail));
    }

    @Operation(
            summary = "Assign a user",
            description =
                    "Gives a user of the customer access. Assigning again with the same role answers the access that there is (200) and records nothing.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @MayAnswer({
        PROJECT_NOT_FOUND,
        NOT_A_USER,
        ALREADY_ASSIGNED,
        ACCESS_END_PAST,
        PROJECT_ENDED,
        CUSTOMER_RESTRICTED,
        CUSTOMER_CLOSED
    })
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<AccessJson> assign(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            Write write,
            Body<AssignUserRequest> body) {
        var actor = visible.actor(EDIT_PROJECTS, caller, customerId, projectId);
        var request = body.read();
        var fields = new Fields();
        var membershipId = fields.required("/membershipId", request.membershipId(), Fields.id(MembershipId::parse));
        var role = fields.required("/role", request.role(), ROLE);
        var endsAt = fields.optional("/endsAt", request.endsAt(), Times::parse);
        fields.check();
        var grantId = Ids.newGrant();
        return commands.perform(write, sender -> {
            var granted = (GrantId) Objects.requireNonNull(sender.send(new AssignUser(
                    customerId, projectId, actor, grantId, membershipId.get(), role.get(), endsAt.orNull(), null)));
            return () -> {
                var row = existing(projectId, granted);
                var answer = granted.equals(grantId)
                        ? Answer.created(location(row), AccessJson.of(row))
                        : Answer.ok(AccessJson.of(row));
                return answer.version(row.version());
            };
        });
    }

    private static URI location(GrantRow row) {
        return URI.create(
                "/api/v1/customers/" + row.customerId() + "/projects/" + row.projectId() + "/users/" + row.id());
    }

    @Operation(summary = "Show a project access", description = "Open or ended.")
    @MayAnswer({PROJECT_NOT_FOUND, GRANT_NOT_FOUND})
    @GetMapping("/{grantId}")
    Answer<AccessJson> show(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            @PathVariable GrantId grantId) {
        visible.require(LIST_ASSIGNED_PROJECTS, caller, customerId, projectId);
        return shown(existing(projectId, grantId));
    }

    @Operation(
            summary = "Change a project access",
            description = "The role, the end, or both at once. The same values again succeed and record nothing.")
    @MayAnswer({
        PROJECT_NOT_FOUND,
        GRANT_NOT_FOUND,
        GRANT_ENDED,
        ACCESS_END_PAST,
        NOT_A_USER,
        PROJECT_ENDED,
        CUSTOMER_CLOSED
    })
    @PatchMapping(path = "/{grantId}", consumes = "application/merge-patch+json")
    Answer<AccessJson> change(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            @PathVariable GrantId grantId,
            Write write,
            Body<ChangeAccessRequest> body) {
        var actor = visible.actor(EDIT_PROJECTS, caller, customerId, projectId);
        existing(projectId, grantId);
        var request = body.read();
        var fields = new Fields();
        var role = fields.patched("/role", request.role(), ROLE);
        var endsAt = request.endsAt() == null
                ? null
                : fields.optional("/endsAt", request.endsAt().value(), Times::parse);
        fields.check();
        var expected = write.expectedVersion();
        return commands.perform(
                write,
                sender -> {
                    if (endsAt != null) {
                        sender.send(new SetAccessEnd(customerId, projectId, actor, grantId, endsAt.orNull(), expected));
                    }
                    if (role.orNull() != null) {
                        // If the end has just been changed, so has the version, by ourselves.
                        var own = endsAt == null ? expected : null;
                        sender.send(new ChangeProjectRole(customerId, projectId, actor, grantId, role.get(), own));
                    }
                    return () -> shown(existing(projectId, grantId));
                },
                currentIfChanged(projectId, grantId));
    }

    @Operation(
            summary = "Unassign a user",
            description = "Ends this one access at once. The user may be assigned again, which makes another one.")
    @MayAnswer({PROJECT_NOT_FOUND, GRANT_NOT_FOUND, GRANT_ENDED, CUSTOMER_CLOSED})
    @DeleteMapping("/{grantId}")
    Answer<Void> unassign(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            @PathVariable GrantId grantId,
            Write write) {
        var actor = visible.actor(EDIT_PROJECTS, caller, customerId, projectId);
        existing(projectId, grantId);
        return commands.send(
                write,
                new UnassignUser(customerId, projectId, actor, grantId, write.expectedVersion()),
                Answer::noContent,
                currentIfChanged(projectId, grantId));
    }

    private static Answer<AccessJson> shown(GrantRow row) {
        return Answer.ok(AccessJson.of(row)).version(row.version());
    }

    private GrantRow existing(ProjectId projectId, GrantId grantId) {
        return grants.find(projectId, grantId).orElseThrow(() -> Problem.of(GRANT_NOT_FOUND));
    }

    private Function<Refusal, Map<String, ?>> currentIfChanged(ProjectId projectId, GrantId grantId) {
        return refusal -> refusal instanceof VersionMismatch
                ? Map.of("current", AccessJson.of(existing(projectId, grantId)))
                : Map.of();
    }
}
