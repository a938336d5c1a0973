package io.customeraccounts.api.security;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A request with a valid access token. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    private final transient LazyCaller caller;
    private final String name;

    /** @param name differs from that of every other caller */
    CallerAuthentication(LazyCaller caller, String name) {
        super(List.of());
        this.caller = caller;
        this.name = name;
        setAuthenticated(true);
    }

    LazyCaller caller() {
        return caller;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Object getPrincipal() {
        return name;
    }

    @Override
    public Object getCredentials() {
        return "";
    }
}
