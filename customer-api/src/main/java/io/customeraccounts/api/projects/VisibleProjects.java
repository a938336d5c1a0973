package io.customeraccounts.api.projects;

import static io.customeraccounts.api.security.Question.LIST_DELETED_PROJECTS;
import static io.customeraccounts.api.security.Question.LIST_PROJECTS;
import static io.customeraccounts.api.security.Question.SEE_ALL_PROJECTS;
import static io.customeraccounts.api.security.Question.SEE_PROJECT;
import static io.customeraccounts.projections.projects.ProjectState.DELETED;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.projects.ProjectRow;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.users.Users;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The projects that a caller may know of: all of them, or those that they are assigned to now. Every other one does not exist
 * for them (rule: Projects).
 */
@Component
class VisibleProjects {

    private final Permissions permissions;
    private final Projects projects;
    private final Users users;

    VisibleProjects(Permissions permissions, Projects projects, Users users) {
        this.permissions = permissions;
        this.projects = projects;
        this.users = users;
    }

    /**
     * The project, if the caller may know of it and may do what the question asks.
     *
     * @throws Problem not-found if the caller may not know of the customer, project-not-found likewise of the project
     */
    ProjectRow require(Question question, Caller caller, CustomerId customerId, ProjectId projectId) {
        return require(permissions.of(caller, customerId), question, caller, customerId, projectId);
    }

    /** As whom the caller does what the question asks; refused as {@link #require} is. */
    Actor actor(Question question, Caller caller, CustomerId customerId, ProjectId projectId) {
        var rights = permissions.of(caller, customerId);
        require(rights, question, caller, customerId, projectId);
        return rights.require(question);
    }

    private ProjectRow require(
            Rights rights, Question question, Caller caller, CustomerId customerId, ProjectId projectId) {
        if (caller instanceof Caller.Client) {
            rights.require(question);
        }
        var project = find(caller, rights, customerId, projectId)
                .orElseThrow(() -> Problem.of(ProblemType.PROJECT_NOT_FOUND));
        rights.require(question);
        return project;
    }

    private Optional<ProjectRow> find(Caller caller, Rights rights, CustomerId customerId, ProjectId projectId) {
        if (caller instanceof Caller.Client || rights.allows(SEE_ALL_PROJECTS)) {
            return projects.find(customerId, projectId).filter(it -> it.state() != DELETED || seesDeleted(rights));
        }
        rights.require(SEE_PROJECT);
        return membershipOf(caller, customerId)
                .flatMap(membership -> projects.findAssigned(customerId, projectId, membership));
    }

    /** Of those who see all projects, a partner's users do not all see deleted ones. */
    static boolean seesDeleted(Rights rights) {
        return rights.allows(LIST_PROJECTS) || rights.allows(LIST_DELETED_PROJECTS);
    }

    /** The caller's own active membership. */
    Optional<MembershipId> membershipOf(Caller caller, CustomerId customerId) {
        return caller instanceof Caller.Person person
                ? users.membershipOf(person.profile().personId(), customerId).map(it -> it.membershipId())
                : Optional.empty();
    }

    /** Whose projects a list is to show: absent for all, if the caller may see all. */
    @Nullable
    MembershipId onlyOf(Caller caller, Rights rights, CustomerId customerId) {
        rights.require(SEE_PROJECT);
        return rights.allows(SEE_ALL_PROJECTS)
                ? null
                : membershipOf(caller, customerId).orElseThrow(Problem::notFound);
    }
}
