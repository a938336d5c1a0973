package io.customeraccounts.api.previews;

import static io.customeraccounts.api.problems.ProblemType.GROUP_NOT_AVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.USER_NOT_FOUND;
import static io.customeraccounts.api.security.Question.DELETE_PROJECT;
import static io.customeraccounts.api.security.Question.MANAGE_USERS;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.preview.Previews;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Previews change nothing. Each is made of one state of all tables. */
@Tag(name = "Previews")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class PreviewsController {

    private final Permissions permissions;
    private final Previews previews;
    private final Users users;
    private final Projects projects;
    private final Groups groups;
    private final Clock clock;
    private final TransactionTemplate snapshot;

    PreviewsController(
            Permissions permissions,
            Previews previews,
            Users users,
            Projects projects,
            Groups groups,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.permissions = permissions;
        this.previews = previews;
        this.users = users;
        this.projects = projects;
        this.groups = groups;
        this.clock = clock;
        snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    @Parameter(
            in = QUERY,
            name = "keepInvitations",
            description = "As in the removal.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
    @Operation(
            summary = "Preview a removal",
            description = "What would come of removing the user now. Nothing is changed.")
    @MayAnswer({USER_NOT_FOUND})
    @GetMapping("/users/{membershipId}/removal-preview")
    Answer<PreviewJson> removal(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable MembershipId membershipId, Query query) {
        permissions.require(MANAGE_USERS, caller, customerId);
        var keepInvitations = query.flag("keepInvitations");
        return inSnapshot(
                () -> users.find(customerId, membershipId),
                USER_NOT_FOUND,
                now -> previews.removal(customerId, membershipId, keepInvitations, now));
    }

    @Parameter(in = QUERY, name = "group", required = true, description = "The new group.", example = "CUSTOMER_ADMIN")
    @Operation(
            summary = "Preview a change of group",
            description = "What would come of giving the user another group now. Nothing is changed.")
    @MayAnswer({USER_NOT_FOUND, GROUP_NOT_AVAILABLE})
    @GetMapping("/users/{membershipId}/group-preview")
    Answer<PreviewJson> groupChange(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable MembershipId membershipId, Query query) {
        permissions.require(MANAGE_USERS, caller, customerId);
        var group = query.find("group")
                .map(GroupName::new)
                .orElseThrow(() -> Problem.malformed(FieldError.parameter("group", "missing")));
        if (groups.find(group).isEmpty()) {
            throw Problem.of(GROUP_NOT_AVAILABLE);
        }
        return inSnapshot(
                () -> users.find(customerId, membershipId),
                USER_NOT_FOUND,
                now -> previews.groupChange(customerId, membershipId, group, now));
    }

    @Operation(
            summary = "Preview a deletion",
            description = "What would come of deleting the project now. Nothing is changed.")
    @MayAnswer({PROJECT_NOT_FOUND})
    @GetMapping("/projects/{projectId}/deletion-preview")
    Answer<PreviewJson> deletion(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable ProjectId projectId) {
        permissions.require(DELETE_PROJECT, caller, customerId);
        return inSnapshot(
                () -> projects.find(customerId, projectId),
                PROJECT_NOT_FOUND,
                now -> previews.deletion(customerId, projectId, now));
    }

    private <T> Answer<PreviewJson> inSnapshot(
            Supplier<Optional<T>> subject, ProblemType otherwise, Function<Instant, Preview> question) {
        return Answer.ok(PreviewJson.of(Objects.requireNonNull(snapshot.execute(status -> {
            if (subject.get().isEmpty()) {
                throw Problem.of(otherwise);
            }
            return question.apply(clock.instant());
        }))));
    }
}
