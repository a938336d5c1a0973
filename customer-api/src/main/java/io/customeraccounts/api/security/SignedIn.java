package io.customeraccounts.api.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A browser in which someone is signed in. */
final class SignedIn extends AbstractAuthenticationToken {

    private final UUID id;
    private final Instant since;

    SignedIn(UUID id, Instant since) {
        super(List.of());
        this.id = id;
        this.since = since;
        setAuthenticated(true);
    }

    /** Of the account; of the person where people sign in elsewhere. */
    UUID id() {
        return id;
    }

    /** When the password was given. */
    Instant since() {
        return since;
    }

    @Override
    public String getName() {
        return id.toString();
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
