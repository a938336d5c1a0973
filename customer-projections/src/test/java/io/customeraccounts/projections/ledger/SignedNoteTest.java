package io.customeraccounts.projections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.projections.ledger.SignedNote.Signer;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    /** The example of the Go library for signed notes. */
    private static final String KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void readsAndChecksWhatOthersHaveSigned() {
        var note = SignedNote.parse(NOTE);

        assertThat(note.isSignedBy(Verifier.parse(KEY))).isTrue();
        assertThat(note.asText()).isEqualTo(NOTE);
        assertThat(Verifier.parse(KEY).text()).isEqualTo(KEY);
    }

    @Test
    void noticesEveryAlteredByteOfTheTextAndTheSignature() {
        var key = Verifier.parse(KEY);
        var note = SignedNote.parse(NOTE);
        for (var i = 0; i < note.text().length() - 1; i++) {
            var altered = note.text().substring(0, i) + "*" + note.text().substring(i + 1);
            assertThat(new SignedNote(altered, note.signatures()).isSignedBy(key))
                    .isFalse();
        }
        var line = note.signatures().getFirst();
        for (var i = 0; i < line.signature().length; i++) {
            var altered = line.signature().clone();
            altered[i] ^= 1;
            assertThat(new SignedNote(note.text(), List.of(new SignedNote.Line(line.name(), altered))).isSignedBy(key))
                    .isFalse();
        }
    }

    @Test
    void isSignedByEachOfItsSignersAndNobodyElse() {
        var anna = signer("ledger.example/a");
        var ben = signer("ledger.example/a");
        var eve = signer("ledger.example/a");

        var note = SignedNote.parse(SignedNote.sign("text\n\nwith an empty line\n", List.of(anna, ben))
                .asText());

        assertThat(note.text()).isEqualTo("text\n\nwith an empty line\n");
        assertThat(note.isSignedBy(anna.verifier())).isTrue();
        assertThat(note.isSignedBy(ben.verifier())).isTrue();
        assertThat(note.isSignedBy(eve.verifier())).isFalse();
        assertThat(note.isSignedBy(new Verifier("other", anna.verifier().key())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text\n", "text\n\n— name", "text\n\n— name base64?\n", "text\n\nname AAAA\n"})
    void refusesWhatIsNoSignedNote(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PeterNeumann", "PeterNeumann+c74f20a3", "Other+c74f20a3", "a+00000000+AQ=="})
    void refusesWhatIsNoKey(String beginning) {
        var rest = KEY.substring("PeterNeumann+c74f20a3".length());
        var text = beginning.startsWith("Other") ? beginning + rest : beginning;

        assertThatThrownBy(() -> Verifier.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Signer signer(String name) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new Signer(new Verifier(name, pair.getPublic()), pair.getPrivate());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesCheckpointsInThreeLines() {
        var root = new byte[32];
        root[31] = 1;
        var text = "ledger.example/a\n20852163\n" + Base64.getEncoder().encodeToString(root) + "\n";

        assertThat(new Checkpoint("ledger.example/a", 20_852_163, root).text()).isEqualTo(text);
        assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
        assertThat(Checkpoint.parse(text + "an extension\n").size()).isEqualTo(20_852_163);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "\n1\nAAAA\n"})
    void refusesWhatIsNoCheckpoint(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
