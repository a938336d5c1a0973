package io.customeraccounts.domain.privacy;

import io.customeraccounts.domain.values.KeyId;

/**
 * A personal value (name, e-mail address ...) in an event. Stored encrypted under a key that can be destroyed, so that
 * the value is gone while the event stays (rule: Privacy).
 *
 * <p>An event that has just been decided holds {@link Known}; one that was read from the store holds {@link Sealed},
 * which {@link PersonalDataVault#open} turns into {@link Known} or {@link Erased}. {@code toString} never shows the value.
 */
public sealed interface Personal {

    /** The key that the value is, or will be, encrypted under. */
    KeyId key();

    /** What remains after opening: the value, or the certainty that it was erased. */
    sealed interface Opened extends Personal {}

    /** The value itself. */
    record Known(KeyId key, String value) implements Opened {
        @Override
        public String toString() {
            return "Personal[known]";
        }
    }

    /** The key has been destroyed on purpose; nobody can read the value again. */
    record Erased(KeyId key) implements Opened {}

    /**
     * As stored.
     *
     * @param ciphertext nonce, encrypted value and tag, in base64url; opaque to everything but the vault
     */
    record Sealed(KeyId key, String ciphertext) implements Personal {
        @Override
        public String toString() {
            return "Personal[sealed]";
        }
    }
}
