package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import java.time.Instant;
import java.util.UUID;

/**
 * Someone who signs in here.
 *
 * @param id the subject of their tokens
 * @param credentialsVersion grows with each new password; what was issued under another one is worth nothing
 */
public record Account(
        UUID id,
        EmailAddress email,
        FullName fullName,
        Language language,
        boolean emailVerified,
        Instant createdAt,
        int credentialsVersion) {

    public String subject() {
        return id.toString();
    }

    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
