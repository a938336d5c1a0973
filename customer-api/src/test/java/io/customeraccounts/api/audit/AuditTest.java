package io.customeraccounts.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rule: History and audit. What auditors do on the command line, with a real service and without one. */
@ParameterizedClass
@EnumSource(Databases.class)
class AuditTest {

    private final TestService service;

    @TempDir
    private Path files;

    private Path token;
    private Path keys;
    private Path export;

    private record Ran(int exitCode, String out, String err) {

        /** The first line. */
        JsonNode json() {
            return JsonMapper.shared().readTree(out.lines().findFirst().orElseThrow());
        }
    }

    AuditTest(Databases kind) {
        service = TestService.shared(kind);
    }

    @BeforeEach
    void prepare() throws IOException {
        token = Files.writeString(files.resolve("token"), service.auditor().token() + "\n");
        keys = Files.writeString(
                files.resolve("keys"),
                service.anonymous().get("/api/v1/ledger/keys").expect(200).body());
        export = files.resolve("export.ndjson");
        Company.of(service).employee("Ada Ash");
        var ledger = service.bean(Ledger.class);
        Awaitility.await().until(() -> ledger.progress().unsealed() == 0);
    }

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = Audit.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    private Ran asked(String... arguments) {
        return run(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--url", service.base().toString(), "--token-file", token.toString()))
                .toArray(String[]::new));
    }

    private Ran verified(String... further) {
        return run(Stream.concat(Stream.of("verify", export.toString(), "--key", keys.toString()), Stream.of(further))
                .toArray(String[]::new));
    }

    @Test
    void exportsAndVerifies() throws IOException {
        var fetched = asked("export", export.toString(), "--json");
        assertThat(fetched.exitCode()).as(fetched.err()).isZero();
        assertThat(fetched.json().path("complete").asBoolean()).isTrue();
        var checkpoint = Files.writeString(
                files.resolve("checkpoint"),
                service.anonymous().get("/api/v1/ledger/checkpoint").expect(200).body());

        var good = verified("--checkpoint", checkpoint.toString(), "--json");

        assertThat(good.exitCode()).as(good.out()).isIn(0, Audit.ALTERED);
        if (good.exitCode() == Audit.ALTERED) {
            // Something happened between the two; then the export is extended, and covers it.
            asked("export", export.toString());
        }
        var all = verified("--checkpoint", checkpoint.toString(), "--json");
        assertThat(all.exitCode()).as(all.out()).isZero();
        assertThat(all.json().path("verified").asBoolean()).isTrue();
        assertThat(all.json().path("provedTo").asLong())
                .isEqualTo(all.json().path("to").asLong())
                .isPositive();
        assertThat(verified().out()).startsWith("Nothing was changed: positions 1 to ");
    }

    @Test
    void goesOnWithAnExportThatBrokeOff() throws IOException {
        asked("export", export.toString());
        var whole = Files.readAllBytes(export);
        Files.write(export, Arrays.copyOf(whole, whole.length / 2));

        var broken = verified("--json");
        assertThat(broken.exitCode()).isEqualTo(Audit.INCOMPLETE);
        assertThat(broken.json().path("complete").asBoolean()).isFalse();
        assertThat(asked("export", export.toString()).exitCode()).isZero();

        assertThat(verified().exitCode()).isZero();
        assertThat(Files.size(export)).isGreaterThanOrEqualTo(whole.length);
    }

    @Test
    void checksALineAlone() throws IOException {
        assertThat(asked("export", export.toString(), "--proofs").exitCode()).isZero();
        assertThat(verified().exitCode()).isZero();
        var lines = Files.readAllLines(export);
        var end = JsonMapper.shared().readTree(lines.getLast());
        var checkpoint =
                Files.writeString(files.resolve("checkpoint"), end.path("note").asString());
        var line = lines.stream()
                .filter(it -> it.contains("\"kind\":\"event\",\"position\":3,"))
                .findFirst()
                .orElseThrow();
        Files.writeString(export, line + "\n");

        var alone = verified("--alone", "--checkpoint", checkpoint.toString(), "--json");

        assertThat(alone.exitCode()).as(alone.out()).isZero();
        assertThat(alone.json().path("events").asLong()).isEqualTo(1);
        Files.writeString(export, line.replaceFirst("\"occurredAt\":\"20", "\"occurredAt\":\"19") + "\n");
        assertThat(verified("--alone", "--checkpoint", checkpoint.toString()).out())
                .startsWith("The first bad position is 3: ");
        assertThat(verified("--alone").exitCode()).as("without a checkpoint").isEqualTo(Audit.INCOMPLETE);
    }

    @Test
    void fetchesAPart() throws IOException {
        assertThat(asked("export", export.toString(), "--after", "1", "--limit", "2", "--json")
                        .json()
                        .path("position")
                        .asLong())
                .isEqualTo(3);
        assertThat(verified("--json").json().path("from").asLong()).isEqualTo(2);
    }

    @Test
    void namesTheFirstBadPosition() throws IOException {
        asked("export", export.toString());
        var lines = new ArrayList<>(Files.readAllLines(export));
        var bad = -1;
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("\"position\":3,")) {
                lines.set(i, lines.get(i).replaceFirst("\"occurredAt\":\"20", "\"occurredAt\":\"19"));
                bad = i;
            }
        }
        assertThat(bad).isPositive();
        Files.write(export, lines);

        var found = verified("--json");

        assertThat(found.exitCode()).isEqualTo(Audit.ALTERED);
        assertThat(found.json().path("firstBadPosition").asLong()).isEqualTo(3);
        assertThat(verified().out()).startsWith("The first bad position is 3: ");
    }

    @Test
    void saysWhatIsNoExportAndWhatIsNotThere() throws IOException {
        Files.writeString(export, "{\"kind\":\"begin\"}\n");
        assertThat(verified().exitCode()).isEqualTo(Audit.INCOMPLETE);
        assertThat(asked("export", export.toString()).exitCode()).isEqualTo(Audit.INCOMPLETE);
        assertThat(Files.readString(export)).isEqualTo("{\"kind\":\"begin\"}\n");
        Files.delete(export);
        assertThat(verified().exitCode()).isEqualTo(Audit.NO_FILE);
        assertThat(run("verify", export.toString()).exitCode()).isEqualTo(Audit.USAGE);
        assertThat(run("verify", export.toString(), "--key", "a+b+c").exitCode())
                .isEqualTo(Audit.USAGE);
        assertThat(run("no-such-command").exitCode()).isEqualTo(Audit.USAGE);
        assertThat(run("--help").out()).contains("verify", "export", "who-had-access", "Exit codes:");
    }

    @Test
    void asksAboutThePast() {
        var company = Company.of(service).withPayment();
        var ben = company.employee("Ben Beech");
        var before = service.bean(Clock.class).instant();
        var portal = company.project("portal");
        portal.assign(ben, "PROJECT_USER").expect(201);
        var customer = "--customer=" + company.id();

        var history = asked("history", customer, "--event", "project.user-assigned");
        assertThat(history.exitCode()).as(history.err()).isZero();
        assertThat(history.out().lines()).singleElement().asString().contains("Ben Beech");
        assertThat(asked("history", customer, "--project", portal.id(), "--json")
                        .json()
                        .path("event")
                        .asString())
                .startsWith("project.");
        assertThat(asked("history", "--user", ben.membershipId()).exitCode()).isEqualTo(Audit.USAGE);

        var state = asked("state", customer);
        assertThat(state.exitCode()).as(state.err()).isZero();
        assertThat(state.out()).contains("users:", "Ben Beech", "invitations:", "projects:", "portal");
        assertThat(asked("state", customer, "--as-of", before.toString()).out())
                .contains("Ben Beech")
                .doesNotContain("portal");

        var had = asked("who-had-access", customer, "--project", portal.id());
        assertThat(had.exitCode()).as(had.err()).isZero();
        assertThat(had.out()).contains("Ben Beech", "PROJECT_USER", "may manage it as CUSTOMER_ADMIN");
        assertThat(asked("who-had-access", customer, "--project", portal.id(), "--at", before.toString())
                        .out())
                .isEmpty();
        assertThat(asked("who-had-access", customer, "--user", ben.membershipId())
                        .out())
                .contains("Project portal");
        assertThat(asked("who-had-access", customer).exitCode()).isEqualTo(Audit.USAGE);

        assertThat(asked(
                                "who-had-access",
                                customer,
                                "--user",
                                company.adminAsUser().membershipId())
                        .out())
                .contains("Project portal", "may manage it as CUSTOMER_ADMIN");

        assertThat(state.out()).doesNotContain("general data:");
        assertThat(asked("state", customer, "--general-data").out())
                .contains("general data:", "billing addresses:", "payment methods:", "CARD  ACTIVE", "VISA")
                .doesNotContain("Main Street");

        var diff = asked("diff", customer, "--from", before.toString());
        assertThat(diff.exitCode()).as(diff.err()).isZero();
        assertThat(diff.out()).contains("Ben Beech", "Project portal", "none -> PROJECT_USER");
        assertThat(asked("diff", customer, "--from", before.toString(), "--csv").out())
                .contains("PROJECT_USER");
        assertThat(asked("diff", customer, "--from", "yesterday").exitCode()).isEqualTo(Audit.REFUSED);
    }

    @Test
    void saysWhyItIsRefused() throws IOException {
        Files.writeString(token, service.person("Eve Elm").token());
        var refused = asked("export", export.toString());
        assertThat(refused.exitCode()).isEqualTo(Audit.REFUSED);
        assertThat(refused.err()).contains("403").contains("not-permitted");
        Files.writeString(token, "");
        assertThat(asked("export", export.toString()).exitCode()).isEqualTo(Audit.USAGE);
        Files.writeString(token, "x");
        assertThat(run("export", export.toString(), "--url", "http://localhost:1", "--token-file", token.toString())
                        .exitCode())
                .isEqualTo(Audit.REFUSED);
    }

    @Test
    void verifiesWithoutSpring() throws Exception {
        asked("export", export.toString());
        var loaded = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.customeraccounts.api.CustomerAccounts",
                        "audit",
                        "verify",
                        export.toString(),
                        "--key",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(loaded.getInputStream().readAllBytes(), UTF_8);

        assertThat(loaded.waitFor()).isZero();
        assertThat(said).contains("Nothing was changed");
        assertThat(said.lines().filter(line -> line.contains(" org.springframework.") || line.contains(" org.h2.")))
                .isEqualTo(List.of());
    }
}
