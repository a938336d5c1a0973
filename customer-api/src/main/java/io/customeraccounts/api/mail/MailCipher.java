package io.customeraccounts.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.projections.privacy.Gcm;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKey;

/** Encrypts what waits to be mailed, each text bound to the row that it stands in. */
class MailCipher {

    private final SecretKey key;

    /** @param key 256 bits, used for nothing else */
    MailCipher(SecretKey key) {
        this.key = key;
    }

    /** In base64url. */
    String encrypt(String text, String row) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Gcm.encrypt(key, text.getBytes(UTF_8), row));
    }

    /** @throws IllegalStateException if it was encrypted with another key, for another row, or has been altered */
    String decrypt(String encrypted, String row) {
        try {
            return new String(Gcm.decrypt(key, Base64.getUrlDecoder().decode(encrypted), row), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot decrypt; is the key-encryption key still the same?", e);
        }
    }
}
