package io.customeraccounts.projections.persons;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PersonProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the identity provider says about a person, in the form in which it is stored.
 *
 * @param addresses by their canonical forms
 */
record Description(String fullName, Language language, Map<String, Address> addresses) {

    record Address(String original, boolean verified) {}

    static Description of(
            FullName fullName, Set<EmailAddress> verified, Set<EmailAddress> unverified, Language language) {
        var addresses = new HashMap<String, Address>();
        unverified.forEach(it -> addresses.put(it.canonical(), new Address(it.original(), false)));
        verified.forEach(it -> addresses.put(it.canonical(), new Address(it.original(), true)));
        return new Description(fullName.value(), language, addresses);
    }

    /** @param chosen what the person has chosen stands before what the provider says */
    PersonProfile profileOf(PersonId id, @Nullable Language chosen) {
        return new PersonProfile(
                id, new FullName(fullName), addresses(true), addresses(false), chosen == null ? language : chosen);
    }

    private Set<EmailAddress> addresses(boolean verified) {
        return addresses.values().stream()
                .filter(address -> address.verified() == verified)
                .map(address -> EmailAddress.parse(address.original()))
                .collect(Collectors.toSet());
    }
}
