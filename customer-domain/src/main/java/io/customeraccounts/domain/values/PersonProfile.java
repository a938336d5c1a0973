package io.customeraccounts.domain.values;

import java.util.Set;

/**
 * What the identity provider says about a person who is signed in.
 *
 * @param verified the addresses that the identity provider has verified
 * @param unverified the addresses that the person merely claims
 */
public record PersonProfile(
        PersonId personId,
        FullName fullName,
        Set<EmailAddress> verified,
        Set<EmailAddress> unverified,
        Language language) {

    public PersonProfile {
        verified = Set.copyOf(verified);
        unverified = Set.copyOf(unverified);
    }

    @Override
    public String toString() {
        return "PersonProfile[" + personId + "]";
    }
}
