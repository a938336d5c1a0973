package io.customeraccounts.api.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkThroughTest {

    private static final Pattern COMMANDS = Pattern.compile("^```bash\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void theReadmesCommandsWorkAsTheyStandThere(@TempDir Path directory) throws Exception {
        var output = directory.resolve("output");
        try (var service = ServiceProcess.start(directory)) {
            var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            shell.environment().put("BASE", service.url().toString());
            var process = shell.start();

            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(() -> Readings.of(output) + "\n" + service.log())
                    .isZero();
        }
        assertThat(Files.readString(output))
                .contains("\"name\":\"Alder GmbH\"")
                .contains("\"state\":\"ACTIVE\"")
                .contains("\"group\":\"CUSTOMER_ADMIN\"")
                .contains("\"identifier\":\"portal\"")
                .containsSubsequence("\"role\":\"PROJECT_USER\"", "\"allowed\":true", "\"allowed\":false")
                .contains("/problems/not-found")
                .endsWith("Ben's access has ended.\n");
    }

    private static String commands() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"), UTF_8);
        var commands =
                COMMANDS.matcher(readme).results().map(block -> block.group(1)).toList();
        assertThat(commands).hasSizeGreaterThan(5);
        return commands.stream().collect(Collectors.joining("\n"));
    }

    /** Read only if something failed. */
    private static final class Readings {
        static String of(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                return "no output: " + e;
            }
        }
    }
}
