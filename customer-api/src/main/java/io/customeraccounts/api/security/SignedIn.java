package io.customeraccounts.api.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A browser in which someone is signed in. */
final class SignedIn extends AbstractAuthenticationToken {

    private final UUID accountId;
    private final Instant since;

    SignedIn(UUID accountId, Instant since) {
        super(List.of());
        this.accountId = accountId;
        this.since = since;
        setAuthenticated(true);
    }

    UUID accountId() {
        return accountId;
    }

    /** When the password was given. */
    Instant since() {
        return since;
    }

    @Override
    public String getName() {
        return accountId.toString();
    }

    @Override
    public Object getPrincipal() {
        return getName();
    }

    @Override
    public Object getCredentials() {
        return "";
    }
}
