package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names one project access. Who is assigned again after they were unassigned gets another one. */
public record GrantId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static GrantId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new GrantId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
