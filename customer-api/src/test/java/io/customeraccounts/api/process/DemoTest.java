package io.customeraccounts.api.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoTest {

    /** The functions of the README's walk through. */
    private static final Pattern FUNCTIONS = Pattern.compile("(?ms)^(\\w+\\(\\) \\{.*?(?:^}| }))$");

    private static final Pattern TRY = Pattern.compile("Try +(curl .*\\\\\\R.*)");

    private final JsonMapper json = new JsonMapper();

    @TempDir
    private Path directory;

    @Test
    void showsACustomerWithAPastThatIsMadeOnce() throws Exception {
        int port;
        try (var service = ServiceProcess.start(directory, "--demo")) {
            port = service.port();
            assertThat(service.log())
                    .contains("as anna@acme.example (admin)", "password: acme demo password")
                    .contains(service.url() + "/dev/mailbox");
            hasAPast(service);
            acceptsTheReportsCommand(service);
        }
        try (var service = ServiceProcess.start(directory, port, "--demo")) {
            hasAPast(service);
            assertThat(service.log().split("Made the demo customer", -1)).hasSize(2);
        }
    }

    private void hasAPast(ServiceProcess service) throws Exception {
        var anna = value(shell(service, "token anna@acme.example 'acme demo password'"));
        var customers = get(service, anna, "/api/v1/customers").at("/items");
        assertThat(customers).hasSize(1);
        assertThat(customers.at("/0/identifier").asString()).isEqualTo("acme");
        var acme = "/api/v1/customers/" + customers.at("/0/id").asString();

        var users = get(service, anna, acme + "/users?limit=200").at("/items");
        assertThat(users.findValuesAsString("fullName"))
                .hasSize(13)
                .contains("Anna Alder", "Cléo Cèdre", "Fatma Fındık")
                .doesNotContain("Sam Sumac");
        assertThat(users.findValuesAsString("group").stream().filter("CUSTOMER_ADMIN"::equals))
                .hasSize(2);
        assertThat(get(service, anna, acme + "/invitations?state=PENDING")
                        .at("/items")
                        .findValuesAsString("fullName"))
                .containsExactlyInAnyOrder("Pia Palm", "Quentin Quince", "Rosa Rowan");
        var projects = get(service, anna, acme + "/projects").at("/items");
        assertThat(projects.findValuesAsString("identifier")).containsExactly("portal", "shop");
        assertThat(get(service, anna, acme + "/projects/" + projects.at("/0/id").asString() + "/users")
                        .at("/items")
                        .findValuesAsString("role"))
                .containsExactly("PROJECT_ADMIN", "PROJECT_USER", "PROJECT_READER");
        assertThat(get(service, anna, acme + "/invitations?state=PENDING").findValuesAsString("projectId"))
                .containsExactly(projects.at("/1/id").asString());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get(service, anna, acme + "/invitations?state=EXPIRED")
                                .at("/items")
                                .findValuesAsString("fullName"))
                        .containsExactlyInAnyOrder("Nora Nuss", "Oskar Oak"));

        var cleo = value(shell(service, "token cleo@acme.example 'acme demo password'"));
        assertThat(get(service, cleo, "/api/v1/me/memberships").at("/items")).hasSize(1);
    }

    /** Whoever starts the service for the first time copies it from there. */
    private void acceptsTheReportsCommand(ServiceProcess service) throws Exception {
        var command = TRY.matcher(service.log());
        assertThat(command.find()).describedAs(service.log()).isTrue();

        var answer = json.readTree(shell(service, command.group(1)));

        assertThat(answer.at("/code").isMissingNode())
                .describedAs(answer.toString())
                .isTrue();
        assertThat(shell(service, "secret confirm eve@elm.example")).isNotBlank();
    }

    private JsonNode get(ServiceProcess service, String token, String path) throws Exception {
        return json.readTree(shell(service, "TOKEN=" + token + "; call GET '" + path + "'"));
    }

    private static String value(String output) {
        assertThat(output).isNotBlank();
        return output.strip();
    }

    private String shell(ServiceProcess service, String command) throws Exception {
        var output = Files.createTempFile(directory, "output", "");
        var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", "TOKEN=\n" + functions() + "\n" + command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile());
        shell.environment().put("BASE", service.url().toString());
        var process = shell.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var printed = Files.readString(output, UTF_8);
        assertThat(process.exitValue()).describedAs(printed).isZero();
        return printed;
    }

    private static String functions() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"), UTF_8);
        var functions = new StringBuilder();
        FUNCTIONS
                .matcher(readme)
                .results()
                .forEach(function -> functions.append(function.group(1)).append('\n'));
        return functions.toString();
    }
}
