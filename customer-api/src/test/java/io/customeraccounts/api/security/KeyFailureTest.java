package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.CustomerAccounts;
import io.customeraccounts.api.testing.DefaultDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KeyFailureTest {

    @TempDir
    private Path directory;

    @Test
    void saysWhatToDoWhenTheKeyOfTheDatabaseIsLost(CapturedOutput output) throws IOException {
        start();
        Files.delete(directory.resolve("key-encryption-key"));

        assertThatThrownBy(this::start).isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("the personal data in this database were encrypted with the key-encryption key")
                .contains("Put back the copy of the former key")
                .doesNotContain("\tat ");
    }

    @Test
    void saysWhatToDoWhenTheFileIsNoKey(CapturedOutput output) throws IOException {
        Files.createFile(directory.resolve("key-encryption-key"));

        assertThatThrownBy(this::start).isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("key-encryption-key is not the key-encryption key")
                .doesNotContain("\tat ");
    }

    private void start() {
        new SpringApplication(CustomerAccounts.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + DefaultDatabase.url(directory),
                        "--customer-accounts.data-directory=" + directory)
                .close();
    }
}
