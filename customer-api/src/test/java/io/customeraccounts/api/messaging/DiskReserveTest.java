package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskReserveTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"0, true", "33554431, true", "33554432, false", "9223372036854775807, false"})
    void isTouchedByLessThan32MiB(long free, boolean touched) {
        assertThat(new DiskReserve(() -> free).isTouched()).isEqualTo(touched);
    }

    /** Of which nobody knows how full its disk is, or which has none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x",
                "jdbc:h2:mem:",
                "jdbc:h2:tcp://elsewhere/~/x",
                "jdbc:postgresql://localhost/accounts",
                "null"
            })
    void isNothingForWhatIsNoFileHere(String url) {
        assertThat(DiskReserve.file(url)).isEmpty();
        assertThat(DiskReserve.of(url).isTouched()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:%s/x", "jdbc:h2:file:%s/x", "jdbc:h2:file:%s/x;MODE=PostgreSQL;WRITE_DELAY=0"})
    void isOnTheDiskOfTheFile(String url) {
        assertThat(DiskReserve.file(url.formatted(directory))).contains(directory.resolve("x"));
    }

    @ParameterizedTest
    @CsvSource({"jdbc:h2:~/x, user.home", "jdbc:h2:file:./x, user.dir"})
    void findsFilesAsH2Does(String url, String property) {
        assertThat(DiskReserve.file(url).orElseThrow().normalize())
                .isEqualTo(Path.of(System.getProperty(property)).resolve("x"));
    }

    @Test
    void looksWhereTheDirectoryWillBe() throws IOException {
        var later = directory.resolve("made/later/x");
        var reserve = DiskReserve.of("jdbc:h2:file:" + later);
        assertThat(reserve.isTouched()).isFalse();

        Files.createDirectories(later.getParent());
        assertThat(reserve.isTouched()).isFalse();
    }
}
