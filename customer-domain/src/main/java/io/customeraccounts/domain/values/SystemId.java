package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names a connected system. One that is registered again after it was removed gets another one. */
public record SystemId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static SystemId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new SystemId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
