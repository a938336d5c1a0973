package io.customeraccounts.projections.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text and who has signed it, in the format of C2SP signed-note with Ed25519 (RFC 8032), which many tools read: the text, an
 * empty line, and a line for each signature.
 *
 * @param text ends with a line feed and is signed with it
 */
public record SignedNote(String text, List<Line> signatures) {

    private static final byte ED25519 = 1;

    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final Pattern SIGNATURE = Pattern.compile("— (\\S+) (\\S+)");

    /** @param signature the four bytes that name the key, and the signature */
    @SuppressWarnings("ArrayRecordComponent") // parsed and checked, never compared
    public record Line(String name, byte[] signature) {}

    /**
     * Who signs, and by which key they are checked.
     *
     * @param name without white space and plus signs, such as a host and a path
     */
    public record Verifier(String name, PublicKey key) {

        /** {@code name+id+key}, as the tools for signed notes expect it. */
        public String text() {
            return name + "+" + HexFormat.of().formatHex(id()) + "+"
                    + Base64.getEncoder().encodeToString(typed(key));
        }

        /** @throws IllegalArgumentException if it is not such a text of an Ed25519 key */
        public static Verifier parse(String text) {
            var parts = text.strip().split("\\+", 3);
            if (parts.length == 3) {
                var typed = Base64.getDecoder().decode(parts[2]);
                if (typed.length == 33 && typed[0] == ED25519) {
                    var verifier = new Verifier(parts[0], ofRaw(Arrays.copyOfRange(typed, 1, 33)));
                    if (HexFormat.of().formatHex(verifier.id()).equals(parts[1])) {
                        return verifier;
                    }
                }
            }
            throw new IllegalArgumentException("not a verifier key: expected name+id+key");
        }

        /** Four bytes that tell apart keys of the same name. */
        byte[] id() {
            var digest = sha256();
            digest.update((name + "\n").getBytes(UTF_8));
            return Arrays.copyOf(digest.digest(typed(key)), 4);
        }
    }

    /** Someone's name with both halves of their key. */
    public record Signer(Verifier verifier, PrivateKey key) {}

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** The text, signed by all of them. */
    public static SignedNote sign(String text, List<Signer> signers) {
        return new SignedNote(
                text,
                signers.stream()
                        .map(signer -> new Line(signer.verifier().name(), signature(text, signer)))
                        .toList());
    }

    private static byte[] signature(String text, Signer signer) {
        try {
            var signing = Signature.getInstance("Ed25519");
            signing.initSign(signer.key());
            signing.update(text.getBytes(UTF_8));
            var id = signer.verifier().id();
            var signature = signing.sign();
            var line = Arrays.copyOf(id, id.length + signature.length);
            System.arraycopy(signature, 0, line, id.length, signature.length);
            return line;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with Ed25519", e);
        }
    }

    /** @throws IllegalArgumentException if it is no signed note */
    public static SignedNote parse(String note) {
        var end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("not a signed note: no empty line before the signatures");
        }
        return new SignedNote(
                note.substring(0, end + 1),
                note.substring(end + 2).lines().map(SignedNote::line).toList());
    }

    private static Line line(String text) {
        var matcher = SIGNATURE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a signed note: a line after the text is no signature");
        }
        return new Line(matcher.group(1), Base64.getDecoder().decode(matcher.group(2)));
    }

    /** As it is published and read by {@link #parse}. */
    public String asText() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(line -> note.append("— ")
                .append(line.name())
                .append(' ')
                .append(Base64.getEncoder().encodeToString(line.signature()))
                .append('\n'));
        return note.toString();
    }

    /** Whether this key has signed the text. */
    public boolean isSignedBy(Verifier verifier) {
        var id = verifier.id();
        return signatures.stream()
                .filter(line -> line.name().equals(verifier.name())
                        && line.signature().length > id.length
                        && Arrays.equals(Arrays.copyOf(line.signature(), id.length), id))
                .anyMatch(line -> verifies(line.signature(), id.length, verifier.key()));
    }

    private boolean verifies(byte[] signature, int from, PublicKey key) {
        try {
            var checking = Signature.getInstance("Ed25519");
            checking.initVerify(key);
            checking.update(text.getBytes(UTF_8));
            return checking.verify(signature, from, signature.length - from);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The 32 bytes of an Ed25519 key after the byte that says so. */
    private static byte[] typed(PublicKey key) {
        var encoded = key.getEncoded();
        var typed = Arrays.copyOfRange(encoded, X509.length - 1, encoded.length);
        typed[0] = ED25519;
        return typed;
    }

    private static PublicKey ofRaw(byte[] raw) {
        var encoded = Arrays.copyOf(X509, X509.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509.length, raw.length);
        return publicKey(encoded);
    }

    /** @throws IllegalArgumentException if it is no Ed25519 key in X.509 form */
    static PublicKey publicKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
