package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncryptionKeyTest {

    private static final String CONFIGURED = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path directory;

    @Test
    void isMadeAtTheFirstStartAndReadAtTheNext() throws IOException {
        var data = directory.resolve("not").resolve("there");

        var first = new KeyEncryptionKey("", data);
        var second = new KeyEncryptionKey("", data);

        assertThat(second.key()).isEqualTo(first.key());
        assertThat(new KeyEncryptionKey("", directory).key()).isNotEqualTo(first.key());
        assertThat(Files.getPosixFilePermissions(data.resolve("key-encryption-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void isTheConfiguredOneAndThenNoFileIsMade() {
        var key = new KeyEncryptionKey(CONFIGURED, directory);

        assertThat(key.key().getEncoded()).isEqualTo(new byte[32]);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="})
    void refusesWhatIsNoKeyWithoutShowingIt(String text) {
        assertThatThrownBy(() -> new KeyEncryptionKey(text, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes in base64")
                .hasMessageNotContaining(text)
                .hasNoCause();
    }

    @Test
    void givesOtherKeysForOtherPurposes() {
        var key = new KeyEncryptionKey(CONFIGURED, directory);

        assertThat(key.derive("one").getEncoded())
                .hasSize(32)
                .isEqualTo(key.derive("one").getEncoded())
                .isNotEqualTo(key.derive("other").getEncoded())
                .isNotEqualTo(key.key().getEncoded());
    }
}
