package io.customeraccounts.api.security;

import org.springframework.security.core.AuthenticationException;

/** The keys of the OpenID provider cannot be had at present, so that no token can be judged. */
final class ProviderAway extends AuthenticationException {

    ProviderAway(String message, Throwable cause) {
        super(message, cause);
    }
}
