package io.customeraccounts.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Encrypts what waits to be mailed: AES-256-GCM (NIST SP 800-38D), each text bound to the row that it stands in. */
class MailCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    /** @param key 256 bits, used for nothing else */
    MailCipher(SecretKey key) {
        this.key = key;
    }

    /** Nonce, encrypted text and tag, in base64url. */
    String encrypt(String text, String row) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, row).doFinal(text.getBytes(UTF_8));
            var whole = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, whole, NONCE_BYTES, encrypted.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /** @throws IllegalStateException if it was encrypted with another key, for another row, or has been altered */
    String decrypt(String encrypted, String row) {
        try {
            var whole = Base64.getUrlDecoder().decode(encrypted);
            var nonce = Arrays.copyOf(whole, NONCE_BYTES);
            var text = cipher(Cipher.DECRYPT_MODE, nonce, row).doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return new String(text, UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot decrypt; is the key-encryption key still the same?", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String row) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(row.getBytes(UTF_8));
        return cipher;
    }
}
