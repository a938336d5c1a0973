package io.customeraccounts.domain.values;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What a link in a mail proves its mailbox with: 256 random bits as 43 characters of base64url. It exists in the mail
 * only; everything else keeps its {@link Hash} (rule: Invitations). {@code toString} hides it.
 */
public record Secret(String value) {

    private static final int BYTES = 32;

    /** @param random must be cryptographically secure */
    public static Secret generate(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public Hash hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return new Hash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }

    /** SHA-256 of a secret, in 64 hexadecimal digits. */
    public record Hash(String value) {

        /** Compares in constant time. */
        public boolean matches(Secret secret) {
            return MessageDigest.isEqual(
                    value.getBytes(StandardCharsets.UTF_8),
                    secret.hash().value().getBytes(StandardCharsets.UTF_8));
        }
    }
}
