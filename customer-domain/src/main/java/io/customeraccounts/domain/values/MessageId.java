package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names a message from a partner to the users of a customer that it manages. */
public record MessageId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static MessageId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new MessageId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
