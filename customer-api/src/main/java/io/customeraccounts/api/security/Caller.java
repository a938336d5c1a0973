package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.SystemId;
import java.util.Set;

/**
 * Who makes a request. A handler that takes one is open to whoever is signed in and to nobody else, unless it is open to
 * {@link Anyone}. What the caller may do is for {@link Permissions} to say.
 */
public sealed interface Caller {

    /** As whom the caller acts in events. */
    Actor actor();

    /**
     * Someone who is signed in.
     *
     * @param operator whether the installation names them as one of its operators
     * @param auditor whether the installation names them as one who may look at every customer
     */
    record Person(PersonProfile profile, boolean operator, boolean auditor) implements Caller {
        @Override
        public Actor actor() {
            return new Actor.Person(profile.personId());
        }
    }

    /** A program of one customer. */
    record Client(String clientId, CustomerId customerId, Set<Scope> scopes) implements Caller {

        public Client {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public Actor actor() {
            return new Actor.Client(clientId);
        }
    }

    /**
     * A platform that is connected to the installation, not to one customer: it sees no customer, and what it may do is said
     * by the locations that it serves.
     *
     * @param reporting whether its token allows what it is there for, which is the scope {@value #SCOPE}
     */
    record ConnectedSystem(String clientId, SystemId systemId, boolean reporting) implements Caller {

        public static final String SCOPE = "systems:report";

        @Override
        public Actor actor() {
            return new Actor.Client(clientId);
        }
    }
}
