package io.customeraccounts.api.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords: PBKDF2 with HMAC-SHA-256, as NIST SP 800-132 describes. Stored as {@code
 * pbkdf2-sha256$iterations$salt$hash}, so that the iterations can grow.
 */
@Embedded
@Component
public class Passwords {

    /** Fewer would be no protection at all. */
    private static final int FEWEST_ITERATIONS = 100_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final String ALGORITHM = "pbkdf2-sha256";

    private final SecureRandom random = new SecureRandom();
    private final int iterations;
    /** Of no password that anybody could have: none is known whose hash is zero. */
    private final String ofNobody;

    /** @param iterations 600,000 is what OWASP recommends in 2026; what is stored with others is hashed again at sign-in */
    Passwords(@Value("${customer-accounts.password-iterations:600000}") int iterations) {
        if (iterations < FEWEST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "customer-accounts.password-iterations must be at least " + FEWEST_ITERATIONS);
        }
        this.iterations = iterations;
        this.ofNobody =
                ALGORITHM + "$" + iterations + "$" + "00".repeat(SALT_BYTES) + "$" + "00".repeat(HASH_BITS / Byte.SIZE);
    }

    /** A password that can be checked but not read. */
    public record Hash(String text) {
        @Override
        public String toString() {
            return "Hash[hidden]";
        }
    }

    /** Slow on purpose; not to be done while a transaction is open. */
    public Hash hash(String password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var hex = HexFormat.of();
        return new Hash(ALGORITHM
                + "$" + iterations
                + "$" + hex.formatHex(salt)
                + "$" + hex.formatHex(derive(password, salt, iterations)));
    }

    /** @param hash absent if there is no account: takes as long then, and is false */
    boolean matches(String password, @Nullable String hash) {
        var parts = (hash == null ? ofNobody : hash).split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(ALGORITHM)) {
            throw new IllegalStateException("a password is stored in an unknown form");
        }
        var hex = HexFormat.of();
        var given = derive(password, hex.parseHex(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(given, hex.parseHex(parts[3])) && hash != null;
    }

    /** Whether it should be made again when the password is known, since the setting is another one by now. */
    boolean isOutdated(String hash) {
        return !hash.startsWith(ALGORITHM + "$" + iterations + "$");
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        var key = new PBEKeySpec(normalized(password).toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash a password", e);
        } finally {
            key.clearPassword();
        }
    }

    /** The same however the keyboard composed it (NIST SP 800-63B section 3.1.1.2). */
    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }
}
