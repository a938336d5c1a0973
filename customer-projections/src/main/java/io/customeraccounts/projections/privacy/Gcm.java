package io.customeraccounts.projections.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM (NIST SP 800-38D): a random nonce of 96 bits, the ciphertext, and a tag of 128 bits, in this order. */
public final class Gcm {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    /** Looking for who can do it takes as long as doing it. */
    private static final Provider PROVIDER = provider();

    private Gcm() {}

    private static Provider provider() {
        try {
            return Cipher.getInstance(TRANSFORMATION).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** @param context must be the same to decrypt */
    public static byte[] encrypt(SecretKey key, byte[] plain, String context) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var encrypted =
                    init(cipher(), Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plain);
            var whole = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, whole, NONCE_BYTES, encrypted.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /** @throws GeneralSecurityException if it was encrypted under another key or context, or has been altered */
    public static byte[] decrypt(SecretKey key, byte[] whole, String context) throws GeneralSecurityException {
        return new Decryption().decrypt(key, whole, context);
    }

    /** Of many values in a row, with what is looked up once. For one thread; it knows the last key for as long as it lives. */
    static final class Decryption {

        private final Cipher cipher = cipher();

        /** @throws GeneralSecurityException if it was encrypted under another key or context, or has been altered */
        byte[] decrypt(SecretKey key, byte[] whole, String context) throws GeneralSecurityException {
            if (whole.length < NONCE_BYTES) {
                throw new GeneralSecurityException("too short");
            }
            return init(cipher, Cipher.DECRYPT_MODE, key, Arrays.copyOf(whole, NONCE_BYTES), context)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance(TRANSFORMATION, PROVIDER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private static Cipher init(Cipher cipher, int mode, SecretKey key, byte[] nonce, String context)
            throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(UTF_8));
        return cipher;
    }
}
