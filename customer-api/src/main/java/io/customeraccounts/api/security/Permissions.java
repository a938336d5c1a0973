package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.users.Users;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Says what a caller may do in a customer, now: memberships are read at each request and judged by the clock. Customers
 * are visible to their users, their clients, the users of the partner that manages them, auditors and operators; for
 * everyone else they do not exist. Whoever acts as an operator has to say why.
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
     * @return as whom the caller acts, see {@link Rights#require}
     * @throws Problem not-found if the caller may not know of the customer, the same as if there were none; not-permitted
     *     if a client lacks the scope
     * @throws NotPermitted if the group of the user, or being an auditor, does not allow it
     */
    public Actor require(Question question, Caller caller, CustomerId customerId) {
        return of(caller, customerId).require(question);
    }

    /**
     * The same for what a partner does with a customer that it does not manage yet.
     *
     * @param partnerId of which the caller is a user
     * @return the user of that partner, or whoever else may
     */
    public Actor requireAsPartner(Question question, Caller caller, CustomerId partnerId) {
        var actor = require(question, caller, partnerId);
        return actor instanceof Actor.Person person ? new Actor.PartnerUser(person.personId(), partnerId) : actor;
    }

    /** Whether the caller may know of the customer, and do this in it. */
    public boolean allows(Question question, Caller caller, CustomerId customerId) {
        try {
            return of(caller, customerId).allows(question);
        } catch (Problem unknown) {
            return false;
        }
    }

    /**
     * @return as whom the caller acts
     * @throws Problem not-permitted unless the installation names the caller as one of its operators
     */
    public Actor.Operator requireOperator(Caller caller) {
        if (caller instanceof Caller.Person person && person.operator()) {
            return new Actor.Operator(person.profile().personId());
        }
        throw Problem.of(ProblemType.NOT_PERMITTED);
    }

    /**
     * @return as whom the caller acts
     * @throws Problem not-found if the caller may not know of the customer; not-permitted unless the installation names them
     *     as one of its operators
     */
    public Actor.Operator requireOperator(Caller caller, CustomerId customerId) {
        if (!(caller instanceof Caller.Person person && person.operator())) {
            of(caller, customerId);
        }
        return requireOperator(caller);
    }

    /** @throws Problem not-permitted unless the installation names the caller as one of its auditors or operators */
    public void requireAuditorOrOperator(Caller caller) {
        if (!(caller instanceof Caller.Person person && (person.auditor() || person.operator()))) {
            throw Problem.of(ProblemType.NOT_PERMITTED);
        }
    }

    /** @throws Problem not-permitted if the token of the system is not for what systems do */
    public void requireReporting(Caller.ConnectedSystem system) {
        if (!system.reporting()) {
            throw Problem.of(ProblemType.NOT_PERMITTED)
                    .with("scope", Caller.ConnectedSystem.SCOPE)
                    .header(HttpHeaders.WWW_AUTHENTICATE, Rights.insufficient(Caller.ConnectedSystem.SCOPE));
        }
    }

    /**
     * For requests that have more than one question.
     *
     * @throws Problem not-found if the caller may not know of the customer, the same as if there were none
     */
    public Rights of(Caller caller, CustomerId customerId) {
        return switch (caller) {
            case Caller.Person person -> of(person, customerId);
            case Caller.Client client -> of(client, customerId);
            case Caller.ConnectedSystem system -> throw Problem.notFound();
        };
    }

    private Rights of(Caller.Person person, CustomerId customerId) {
        var personId = person.profile().personId();
        var standing = users.membershipOf(personId, customerId);
        var rights = new Rights.OfPerson(
                person,
                standing.flatMap(it -> groups.find(it.group())),
                () -> users.inPartnerOf(customerId, personId)
                        .flatMap(it ->
                                groups.find(it.group()).map(group -> new Rights.InPartner(it.partnerId(), group))));
        var visible = standing.isPresent()
                || rights.seesManaged()
                || ((person.auditor() || person.operator())
                        && customers.find(customerId).isPresent());
        if (!visible) {
            throw Problem.notFound();
        }
        return rights;
    }

    private static Rights of(Caller.Client client, CustomerId customerId) {
        if (!client.customerId().equals(customerId)) {
            throw Problem.notFound();
        }
        return new Rights.OfClient(client);
    }
}
