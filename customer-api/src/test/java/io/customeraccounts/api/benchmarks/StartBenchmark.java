package io.customeraccounts.api.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.TestIssuer;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the service takes, as it comes and on its embedded database, from the start of the process to the first command
 * that it has acknowledged, and how much memory it has after a thousand; without and with a cache of what the Java machine
 * has loaded and compiled before (JEP 483, 514 and 515).
 */
class StartBenchmark {

    private static final int COMMANDS = 1_000;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    /** What is said for small machines in the README. */
    private static final String SMALL = "-XX:+UseSerialGC -XX:+UseCompactObjectHeaders";

    /** Options of Java, several sets of them between semicolons. */
    private static final String OPTIONS = System.getProperty("benchmark.start-options", ";" + SMALL);

    private static final int TIMES = Integer.getInteger("benchmark.rounds", 5);

    @Test
    void measuresTheStartAndTheMemory() throws Exception {
        var classPath = jars();
        System.out.printf(
                "%n| options | cache | first command acknowledged after, median of %d | processor time until then | resident after %,d commands |%n|---|---|---|---|---|%n",
                TIMES, COMMANDS);
        var number = 0;
        for (var options : OPTIONS.split(";", -1)) {
            var given = Stream.of(options.split(" ", -1))
                    .filter(it -> !it.isEmpty())
                    .toList();
            var cache = directory.resolve("service-" + number++ + ".aot");
            var recording = Stream.concat(given.stream(), Stream.of("-XX:AOTCacheOutput=" + cache));
            try (var training = new Running(classPath, recording.toList(), List.of())) {
                training.register();
            }
            assertThat(cache).exists();
            print(options, "none", classPath, given);
            var cached = Stream.concat(given.stream(), Stream.of("-XX:AOTCache=" + cache));
            print(options, (Files.size(cache) >> 20) + " MB", classPath, cached.toList());
        }
    }

    private void print(String what, String cache, String classPath, List<String> options) throws Exception {
        var times = new ArrayList<Duration>();
        var cpu = new ArrayList<Duration>();
        for (var turn = 0; turn < TIMES; turn++) {
            try (var service = new Running(classPath, options, List.of())) {
                times.add(service.register());
                cpu.add(service.cpu());
            }
        }
        times.sort(Duration::compareTo);
        cpu.sort(Duration::compareTo);
        System.out.printf(
                "| %s | %s | %.2f s (%.2f to %.2f) | %.2f s | %d MB |%n",
                what,
                cache,
                seconds(times.get(TIMES / 2)),
                seconds(times.getFirst()),
                seconds(times.getLast()),
                seconds(cpu.get(TIMES / 2)),
                residentAfterCommands(classPath, options) >> 10);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** In KiB. */
    private long residentAfterCommands(String classPath, List<String> options) throws Exception {
        try (var issuer = new TestIssuer();
                var service = new Running(classPath, options, List.of("--customer-accounts.issuer=" + issuer.url()))) {
            var token = TestIssuer.signed(TestIssuer.claims(issuer.url(), "anna", Instant.now())
                    .claim("name", "Anna Alder")
                    .claim("email", "anna@acme.example")
                    .claim("email_verified", true)
                    .expirationTime(Date.from(Instant.now().plusSeconds(3_000))));
            service.awaitReady();
            var opened = service.post("/api/v1/customers", token, "{\"name\":\"Acme\"}");
            var id = ID.matcher(opened);
            assertThat(id.find()).as(opened).isTrue();
            for (var number = 1; number < COMMANDS; number++) {
                var customer = id.group(1);
                assertThat(service.patch("/api/v1/customers/" + customer, token, "{\"name\":\"Acme " + number + "\"}"))
                        .contains("Acme " + number);
            }
            return service.resident();
        }
    }

    /** The Java machine caches what it loads from archives only. */
    private String jars() throws IOException {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            if (entry.contains("test-classes")) {
                continue;
            }
            entries.add(Files.isDirectory(path) ? jar(path, entries.size()).toString() : entry);
        }
        return String.join(File.pathSeparator, entries);
    }

    private Path jar(Path classes, int number) throws IOException {
        var jar = directory.resolve("classes-" + number + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(it -> !it.equals(classes)).toList()) {
                var name = classes.relativize(file).toString();
                // With entries for directories too: Spring looks for them.
                out.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    private final class Running implements AutoCloseable {

        private final long started;
        private final Process process;
        private final URI url;
        private final Path log;

        Running(String classPath, List<String> options, List<String> settings) throws IOException {
            var port = freePort();
            var home = Files.createTempDirectory(directory, "run");
            url = URI.create("http://127.0.0.1:" + port);
            log = home.resolve("service.log");
            var command = Stream.of(
                            Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString()),
                            Stream.of("-Xmx256m", "-Ddisable-axoniq-console-message=true"),
                            options.stream(),
                            Stream.of(
                                    "-cp",
                                    classPath,
                                    "io.customeraccounts.api.CustomerAccounts",
                                    "--server.port=" + port,
                                    "--server.address=127.0.0.1",
                                    "--customer-accounts.base-url=" + url),
                            settings.stream())
                    .flatMap(part -> part)
                    .toList();
            started = System.nanoTime();
            process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        }

        /** @return the time from the start of the process until the answer */
        Duration register() throws Exception {
            var answer = until("POST", "/api/v1/registrations", """
                    {"fullName":"Eve Elm","email":"eve@elm.example","password":"four words are fine","companyName":"Elm"}""");
            var after = Duration.ofNanos(System.nanoTime() - started);
            assertThat(answer).as(Files.readString(log)).isBetween(200, 299);
            return after;
        }

        Duration cpu() {
            return process.info().totalCpuDuration().orElseThrow();
        }

        void awaitReady() throws Exception {
            assertThat(until("GET", "/actuator/health/readiness", "")).isEqualTo(200);
        }

        private int until(String method, String path, String body) throws Exception {
            while (process.isAlive()
                    && System.nanoTime() - started < Duration.ofSeconds(90).toNanos()) {
                try {
                    var answer = http.send(request(method, path, null, body), BodyHandlers.ofString());
                    if (answer.statusCode() != 503) {
                        return answer.statusCode();
                    }
                } catch (IOException notYet) {
                    // Tried again, at once.
                }
                process.waitFor(10, TimeUnit.MILLISECONDS);
            }
            throw new IllegalStateException("the service did not start:\n" + Files.readString(log));
        }

        String post(String path, String token, String body) throws Exception {
            return http.send(request("POST", path, token, body), BodyHandlers.ofString())
                    .body();
        }

        String patch(String path, String token, String body) throws Exception {
            return http.send(request("PATCH", path, token, body), BodyHandlers.ofString())
                    .body();
        }

        private HttpRequest request(String method, String path, @Nullable String token, String body) {
            var request = HttpRequest.newBuilder(url.resolve(path))
                    .timeout(Duration.ofSeconds(20))
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .header(
                            "Content-Type",
                            method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return request.build();
        }

        long resident() throws IOException {
            var status = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
            assertThat(status.find()).isTrue();
            return Long.parseLong(status.group(1));
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            try {
                if (!process.waitFor(120, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the service did not stop:\n" + Files.readString(log));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
