package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.users.Standing;
import io.customeraccounts.projections.users.Users;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Says what a caller may do in a customer, now: memberships are read at each question and judged by the clock. Customers
 * are visible to their users, their clients and auditors; for everyone else they do not exist.
 *
 * <p>In an account that is not confirmed yet, or has ended, a membership still says who may look; that nothing can be done
 * there is for the customer itself to say.
 */
@Component
public class Permissions {

    private final Users users;
    private final Customers customers;
    private final Groups groups;

    Permissions(Users users, Customers customers, Groups groups) {
        this.users = users;
        this.customers = customers;
        this.groups = groups;
    }

    /**
     * @throws Problem not-found if the caller may not know of the customer, the same as if there were none; not-permitted
     *     if a client lacks the scope
     * @throws NotPermitted if the group of the user, or being an auditor, does not allow it
     */
    public void require(Question question, Caller caller, CustomerId customerId) {
        switch (caller) {
            case Caller.Person person -> require(question, person, customerId);
            case Caller.Client client -> require(question, client, customerId);
        }
    }

    /**
     * Whether {@link #require} would let pass.
     *
     * @throws Problem not-found as there
     */
    public boolean allows(Question question, Caller caller, CustomerId customerId) {
        return switch (caller) {
            case Caller.Person person -> allows(question, person, visible(person, customerId));
            case Caller.Client client -> allows(question, visible(client, customerId));
        };
    }

    private void require(Question question, Caller.Person person, CustomerId customerId) {
        if (!allows(question, person, visible(person, customerId))) {
            throw new NotPermitted(question.permission());
        }
    }

    private Optional<Standing> visible(Caller.Person person, CustomerId customerId) {
        var standing = users.membershipOf(person.profile().personId(), customerId);
        var visible = standing.isPresent()
                || (person.auditor() && customers.find(customerId).isPresent());
        if (!visible) {
            throw Problem.notFound();
        }
        return standing;
    }

    private boolean allows(Question question, Caller.Person person, Optional<Standing> standing) {
        return (person.auditor() && question.auditors())
                || standing.flatMap(it -> groups.find(it.group()))
                        .filter(group -> group.allows(question.permission()))
                        .isPresent();
    }

    private static void require(Question question, Caller.Client client, CustomerId customerId) {
        if (allows(question, visible(client, customerId))) {
            return;
        }
        var problem = Problem.of(ProblemType.NOT_PERMITTED)
                .with("permission", question.permission().name());
        // RFC 6750 section 3.1
        throw question.scope()
                .map(scope -> problem.with("scope", scope.text())
                        .header(
                                HttpHeaders.WWW_AUTHENTICATE,
                                "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope.text())))
                .orElse(problem);
    }

    private static Caller.Client visible(Caller.Client client, CustomerId customerId) {
        if (!client.customerId().equals(customerId)) {
            throw Problem.notFound();
        }
        return client;
    }

    private static boolean allows(Question question, Caller.Client client) {
        return question.scope().filter(client.scopes()::contains).isPresent();
    }
}
