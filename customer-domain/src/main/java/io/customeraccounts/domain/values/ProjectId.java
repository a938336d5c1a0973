package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names a project; its identifier is for people, this for everything else. */
public record ProjectId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static ProjectId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new ProjectId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
