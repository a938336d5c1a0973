package io.customeraccounts.domain.values;

import java.util.UUID;

/**
 * Names the key under which personal values are encrypted: that of a person, of an invitation until it is accepted, or of
 * a customer.
 */
public record KeyId(UUID value) {

    /** @throws IllegalArgumentException if the text is not a UUID in its canonical form (RFC 9562) */
    public static KeyId parse(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return new KeyId(value);
    }

    /** The key of a person: one for all their memberships, destroyed when the person is erased. */
    public static KeyId of(PersonId personId) {
        return new KeyId(personId.value());
    }

    /** The key of an invitation, which is not yet a person: destroyed some time after the invitation has ended. */
    public static KeyId of(InvitationId invitationId) {
        return new KeyId(invitationId.value());
    }

    /** The key of what a customer says about itself: addresses, account holders. Destroyed if it was never confirmed. */
    public static KeyId of(CustomerId customerId) {
        return new KeyId(customerId.value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
