package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.Permission;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.util.function.SingletonSupplier;

/** What a caller may do in a customer, as {@link Permissions} found it for a request. Not to be kept beyond the request. */
public abstract sealed class Rights {

    public abstract boolean allows(Question question);

    /**
     * @return as whom the caller acts: a user of the partner, where it is their group there that allows it; an operator, where
     *     no group of theirs does
     * @throws Problem not-permitted if a client lacks the scope
     * @throws NotPermitted if the group of the user, or being an auditor, does not allow it
     */
    public final Actor require(Question question) {
        if (!allows(question)) {
            throw refusal(question);
        }
        return actor(question);
    }

    /** As whom the caller does what is allowed. */
    abstract Actor actor(Question question);

    abstract RuntimeException refusal(Question question);

    /** What the header WWW-Authenticate says where a scope is missing (RFC 6750 section 3.1). */
    static String insufficient(String scope) {
        return "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope);
    }

    /** A group that somebody has in the partner that manages the customer. */
    record InPartner(CustomerId partnerId, Group group) {}

    static final class OfPerson extends Rights {

        private final Caller.Person person;
        private final Optional<Group> group;
        private final SingletonSupplier<Optional<InPartner>> inPartner;

        /**
         * @param group absent if the person is no user of the customer, or of a group that is none any more
         * @param askPartner how they stand in the partner that manages it; asked only if that makes a difference
         */
        OfPerson(Caller.Person person, Optional<Group> group, Supplier<Optional<InPartner>> askPartner) {
            this.person = person;
            this.group = group;
            this.inPartner = SingletonSupplier.of(askPartner);
        }

        boolean seesManaged() {
            return inPartner()
                    .filter(it -> it.group().allows(Permission.LIST_MANAGED_CUSTOMERS))
                    .isPresent();
        }

        @Override
        public boolean allows(Question question) {
            return (person.auditor() && question.auditors())
                    || asUser(question)
                    || asPartner(question).isPresent()
                    || asOperator(question);
        }

        private boolean asOperator(Question question) {
            return person.operator() && question.operators();
        }

        private boolean asUser(Question question) {
            return group.filter(it -> it.allows(question.permission())).isPresent();
        }

        private Optional<InPartner> asPartner(Question question) {
            return question.overManaged()
                    .flatMap(permission -> inPartner().filter(it -> it.group().allows(permission)));
        }

        private Optional<InPartner> inPartner() {
            return inPartner.obtain();
        }

        @Override
        Actor actor(Question question) {
            var personId = person.profile().personId();
            return asUser(question)
                    ? person.actor()
                    : asPartner(question)
                            .<Actor>map(it -> new Actor.PartnerUser(personId, it.partnerId()))
                            .orElseGet(() -> asOperator(question) ? new Actor.Operator(personId) : person.actor());
        }

        @Override
        RuntimeException refusal(Question question) {
            var missing = question.permission();
            return new NotPermitted(
                    group.isEmpty() && inPartner().isPresent()
                            ? question.overManaged().orElse(missing)
                            : missing);
        }
    }

    static final class OfClient extends Rights {

        private final Caller.Client client;

        OfClient(Caller.Client client) {
            this.client = client;
        }

        @Override
        public boolean allows(Question question) {
            return question.scope().filter(client.scopes()::contains).isPresent();
        }

        @Override
        Actor actor(Question question) {
            return client.actor();
        }

        @Override
        RuntimeException refusal(Question question) {
            var problem = Problem.of(ProblemType.NOT_PERMITTED)
                    .with("permission", question.permission().name());
            return question.scope()
                    .map(scope -> problem.with("scope", scope.text())
                            .header(HttpHeaders.WWW_AUTHENTICATE, insufficient(scope.text())))
                    .orElse(problem);
        }
    }
}
