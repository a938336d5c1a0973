package io.customeraccounts.domain.values;

import java.util.UUID;

/** Names one membership of a person in one customer. Never used again after it ended (rule: Removal). */
public record MembershipId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static MembershipId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new MembershipId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
