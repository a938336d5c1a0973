package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names an invitation; never revived after it ended. */
public record InvitationId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static InvitationId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new InvitationId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
