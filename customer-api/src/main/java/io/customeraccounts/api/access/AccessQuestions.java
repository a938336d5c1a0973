package io.customeraccounts.api.access;

import static io.customeraccounts.api.security.Question.ASK_ACCESS;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.LazyCaller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.access.AccessDecisions;
import io.customeraccounts.projections.access.Action;
import io.customeraccounts.projections.access.Decision;
import io.customeraccounts.projections.access.Decision.Denied;
import io.customeraccounts.projections.access.Decision.Missing;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.access.ProjectUser;
import io.customeraccounts.projections.access.Subject;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.projects.ProjectState;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.users.UserRow;
import io.customeraccounts.projections.users.Users;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Who may ask about access, and how much they are told. A service client of the customer, its admins, auditors and operators
 * are told why. Everyone may ask about themselves, and is not told what they lack. Whoever asks about others without a right
 * to, or about a project that they may not know of, is told no, as for a project that does not exist.
 */
@Component
class AccessQuestions {

    private static final Denied UNKNOWN = new Denied(null, Missing.PROJECT_UNKNOWN, List.of());

    private final Permissions permissions;
    private final AccessDecisions decisions;
    private final Grants grants;
    private final Projects projects;
    private final Customers customers;
    private final Users users;

    AccessQuestions(
            Permissions permissions,
            AccessDecisions decisions,
            Grants grants,
            Projects projects,
            Customers customers,
            Users users) {
        this.permissions = permissions;
        this.decisions = decisions;
        this.grants = grants;
        this.projects = projects;
        this.customers = customers;
        this.users = users;
    }

    /** @param explained whether the caller may know what it rests on, and what is missing */
    record Told(Decision decision, boolean explained) {}

    /** @throws io.customeraccounts.api.problems.Problem not-permitted if a client has not been allowed to ask */
    void requireToAsk(LazyCaller caller) {
        if (!caller.seesEverything() && caller.get() instanceof Caller.Client client) {
            permissions.require(ASK_ACCESS, client, client.customerId());
        }
    }

    Told decide(LazyCaller caller, Subject subject, Action action, ProjectId projectId) {
        var decision = decisions.decide(subject, action, projectId);
        var customerId = decision.customerId();
        if (customerId != null && maySeeAccess(caller, customerId)) {
            return new Told(decision, true);
        }
        return isCaller(subject, caller) ? new Told(decision, false) : new Told(UNKNOWN, false);
    }

    /** The users who may do this with the project. */
    Page<ProjectUser> users(LazyCaller caller, Action action, ProjectId projectId, PageRequest request) {
        return projects.find(projectId)
                .filter(project -> project.state() == ProjectState.ACTIVE)
                .filter(project -> maySeeAccess(caller, project.customerId()))
                .filter(project -> customers
                        .find(project.customerId())
                        .filter(customer -> customer.state().usable())
                        .isPresent())
                .map(project -> grants.users(project.customerId(), projectId, action, request))
                .orElseGet(() -> new Page<>(List.of(), null));
    }

    /** The projects that the subject may do this with, as far as the caller may know of them. */
    Page<ProjectId> projects(LazyCaller caller, Subject subject, Action action, PageRequest request) {
        if (!caller.seesEverything() && caller.get() instanceof Caller.Client client) {
            return decisions.projects(subject, action, client.customerId(), request);
        }
        return caller.seesEverything() || isCaller(subject, caller) || isOfCustomerOf(caller, subject)
                ? decisions.projects(subject, action, null, request)
                : new Page<>(List.of(), null);
    }

    private boolean isOfCustomerOf(LazyCaller caller, Subject subject) {
        return membership(subject)
                .filter(user -> maySeeAccess(caller, user.customerId()))
                .isPresent();
    }

    private boolean maySeeAccess(LazyCaller caller, CustomerId customerId) {
        return caller.seesEverything() || permissions.allows(ASK_ACCESS, caller.get(), customerId);
    }

    private boolean isCaller(Subject subject, LazyCaller caller) {
        if (!(caller.get() instanceof Caller.Person person)) {
            return false;
        }
        var self = person.profile().personId();
        return switch (subject) {
            case Subject.OfPerson it -> it.personId().equals(self);
            case Subject.OfMembership it ->
                membership(it).filter(user -> user.personId().equals(self)).isPresent();
        };
    }

    private Optional<UserRow> membership(Subject subject) {
        return subject instanceof Subject.OfMembership it ? users.presentOrFormer(it.membershipId()) : Optional.empty();
    }
}
