package io.customeraccounts.domain.privacy;

import io.customeraccounts.domain.values.KeyId;
import java.util.Collection;
import java.util.List;

/**
 * Encrypts and decrypts personal values, one key per person or invitation. A key has three states: in use, destroyed
 * (the value is {@link Personal.Erased}), and missing, which is a fault and never taken for an erasure.
 */
public interface PersonalDataVault {

    /**
     * Encrypts a value under its key and makes the key if there is none yet, in the transaction that is active. Until that
     * ends, nobody can destroy the key: who erases copies of the value after destroying it misses none.
     *
     * @throws KeyDestroyed if the key has been destroyed: nothing new is ever stored about who was erased
     */
    Personal.Sealed seal(Personal.Known value);

    /**
     * Decrypts what is sealed and returns everything else as it is.
     *
     * @throws KeyMissing if there is no such key: the store is incomplete, for instance restored without its keys
     */
    Personal.Opened open(Personal value);

    /** As {@link #open(Personal)}, for many values with as few look-ups as possible; answers in the same order. */
    List<Personal.Opened> openAll(Collection<? extends Personal> values);

    /**
     * Until the transaction that is active ends, nobody encrypts under the key: what has been decided with it can be seen
     * now, and what has not waits. Does nothing if there is no such key.
     */
    void hold(KeyId key);

    /** Destroys a key for ever; succeeds also if it is destroyed already or was never made. */
    void destroy(KeyId key);

    /** The value was to be encrypted under a key that has been destroyed. */
    final class KeyDestroyed extends RuntimeException {
        public KeyDestroyed(KeyId key) {
            super("personal key " + key + " has been destroyed");
        }
    }

    /** The value cannot be decrypted although nobody erased it. */
    final class KeyMissing extends RuntimeException {
        public KeyMissing(KeyId key) {
            super("personal key " + key + " is missing; restore the table personal_key that belongs to these events");
        }
    }
}
