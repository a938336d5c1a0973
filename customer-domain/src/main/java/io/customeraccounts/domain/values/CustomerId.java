package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names a customer; the aggregate identifier. */
public record CustomerId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static CustomerId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new CustomerId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
