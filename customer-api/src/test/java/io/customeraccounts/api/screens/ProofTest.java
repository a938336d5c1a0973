package io.customeraccounts.api.screens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.projections.ledger.Checkpoint;
import io.customeraccounts.projections.ledger.SignedNote;
import io.customeraccounts.projections.ledger.SignedNote.Signer;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTest {

    private final byte[] first = hash("first");
    private final byte[] second = hash("second");
    private final Signer key = key();
    private final SignedNote note =
            SignedNote.sign(new Checkpoint("ledger.example", 2, root(first, second)).text(), List.of(key));

    private static byte[] hash(String text) {
        return sha256(text.getBytes(UTF_8));
    }

    private static byte[] root(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signer key() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new Signer(new Verifier("ledger.example", pair.getPublic()), pair.getPrivate());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void holdsForAnEventThatIsInTheCheckpoint() {
        assertThat(Proof.holds(1, note, List.of(key.verifier()), first, List.of(second)))
                .isTrue();
        assertThat(Proof.holds(2, note, List.of(key().verifier(), key.verifier()), second, List.of(first)))
                .isTrue();
    }

    @Test
    void doesNotHoldForAnotherEventPlaceCheckpointOrKey() {
        var keys = List.of(key.verifier());
        var other = SignedNote.sign(new Checkpoint("ledger.example", 2, root(second, first)).text(), List.of(key));

        assertThat(Proof.holds(1, note, keys, hash("changed"), List.of(second))).isFalse();
        assertThat(Proof.holds(2, note, keys, first, List.of(second))).isFalse();
        assertThat(Proof.holds(3, note, keys, first, List.of(second))).isFalse();
        assertThat(Proof.holds(1, note, keys, first, List.of())).isFalse();
        assertThat(Proof.holds(1, other, keys, first, List.of(second))).isFalse();
        assertThat(Proof.holds(1, note, List.of(key().verifier()), first, List.of(second)))
                .isFalse();
        assertThat(Proof.holds(1, note, List.of(), first, List.of(second))).isFalse();
    }

    @Test
    void isAFileThatIsCheckedElsewhere() {
        var hashes = List.of(Base64.getEncoder().encodeToString(second));

        assertThat(new Proof(1, note.asText(), "ledger.example", 2, hashes, true).file())
                .isEqualTo("c2sp.org/tlog-proof@v1\nindex 0\n" + hashes.getFirst() + "\n\n" + note.asText());
        assertThat(new Proof(1, note.asText(), "ledger.example", 1, List.of(), true).file())
                .isEqualTo("c2sp.org/tlog-proof@v1\nindex 0\n\n" + note.asText());
    }
}
