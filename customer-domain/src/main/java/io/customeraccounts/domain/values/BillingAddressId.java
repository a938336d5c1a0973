package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names a billing address of a customer; never used again after it was removed. */
public record BillingAddressId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static BillingAddressId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new BillingAddressId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
