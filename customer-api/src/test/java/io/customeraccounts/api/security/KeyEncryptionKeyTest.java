package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.projections.testing.Race;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
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
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining("32 bytes in base64")
                .hasMessageNotContaining(text)
                .hasNoCause();
    }

    /** As after a power failure, where the file was not kept. */
    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "k\u00e9y"})
    void refusesAFileThatIsNoKeyAndLeavesItAlone(String text) throws IOException {
        var file = Files.writeString(directory.resolve("key-encryption-key"), text);

        assertThatThrownBy(() -> new KeyEncryptionKey("", directory))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining(file.toString())
                .hasNoCause();
        assertThat(file).hasContent(text);
    }

    @Test
    void saysThatTheFileCannotBeMade() throws IOException {
        var noDirectory = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> new KeyEncryptionKey("", noDirectory))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining("cannot be read or made");
    }

    @Test
    void isMadeAlsoWhereThereAreNoLinks() throws IOException {
        try (var files = FileSystems.newFileSystem(directory.resolve("files.zip"), Map.of("create", "true"))) {
            var data = files.getPath("data");
            assertThatThrownBy(() -> Files.createLink(files.getPath("link"), files.getPath("file")))
                    .isInstanceOf(UnsupportedOperationException.class);

            var first = new KeyEncryptionKey("", data);

            assertThat(new KeyEncryptionKey("", data).key()).isEqualTo(first.key());
            try (var made = Files.list(data)) {
                assertThat(made.map(Path::getFileName).map(Path::toString)).containsExactly("key-encryption-key");
            }
        }
    }

    @RepeatedTest(20)
    void isOneHoweverManyStartAtTheSameTime() throws Exception {
        var keys = Race.between(Collections.nCopies(8, () -> new KeyEncryptionKey("", directory).key()));

        assertThat(keys).containsOnly(keys.getFirst());
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
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
