package io.customeraccounts.api.testing;

import io.customeraccounts.domain.values.PersonId;
import java.net.URI;

/** Somebody with an account, who is signed in. */
public final class Person extends Client {

    private final String fullName;
    private final String email;
    private final PersonId personId;

    Person(URI base, String token, String fullName, String email, PersonId personId) {
        super(base, token);
        this.fullName = fullName;
        this.email = email;
        this.personId = personId;
    }

    public String fullName() {
        return fullName;
    }

    public String email() {
        return email;
    }

    public PersonId personId() {
        return personId;
    }
}
