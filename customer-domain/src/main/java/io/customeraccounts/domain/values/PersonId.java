package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names a person who can sign in; carries no personal data itself. */
public record PersonId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static PersonId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new PersonId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
