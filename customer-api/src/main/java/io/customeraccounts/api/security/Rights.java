package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.values.Group;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** What a caller may do in a customer, as {@link Permissions} found it for a request. Not to be kept beyond the request. */
public abstract sealed class Rights {

    public abstract boolean allows(Question question);

    /**
     * @throws Problem not-permitted if a client lacks the scope
     * @throws NotPermitted if the group of the user, or being an auditor, does not allow it
     */
    public final void require(Question question) {
        if (!allows(question)) {
            throw refusal(question);
        }
    }

    abstract RuntimeException refusal(Question question);

    /** What the header WWW-Authenticate says where a scope is missing (RFC 6750 section 3.1). */
    static String insufficient(String scope) {
        return "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope);
    }

    static final class OfPerson extends Rights {

        private final boolean auditor;
        private final Optional<Group> group;

        /** @param group absent if the person is no user of the customer, or of a group that is none any more */
        OfPerson(boolean auditor, Optional<Group> group) {
            this.auditor = auditor;
            this.group = group;
        }

        @Override
        public boolean allows(Question question) {
            return (auditor && question.auditors())
                    || group.filter(it -> it.allows(question.permission())).isPresent();
        }

        @Override
        RuntimeException refusal(Question question) {
            return new NotPermitted(question.permission());
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
