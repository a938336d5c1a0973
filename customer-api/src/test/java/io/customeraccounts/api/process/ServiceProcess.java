package io.customeraccounts.api.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running service, in a process of its own with the classes under test, on a free port. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI url;
    private final Path log;

    private ServiceProcess(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /**
     * Starts the service and waits until it is ready to answer.
     *
     * @param directory where it runs: its {@code ./data} and its log go there
     * @param arguments further settings, as {@code --name=value}
     */
    public static ServiceProcess start(Path directory, String... arguments) {
        return start(directory, freePort(), arguments);
    }

    /** Starts the service at the port that it had before, so that links which it has sent stay valid. */
    public static ServiceProcess start(Path directory, int port, String... arguments) {
        // Compiled quickly rather than well: a test is over before that pays.
        return start(directory, port, List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), arguments);
    }

    /** Starts the service as it runs in production, for measurements. */
    public static ServiceProcess tuned(Path directory, List<String> jvmOptions, String... arguments) {
        return start(directory, freePort(), jvmOptions, arguments);
    }

    private static ServiceProcess start(Path directory, int port, List<String> jvmOptions, String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-Ddisable-axoniq-console-message=true",
                "-cp",
                System.getProperty("java.class.path"),
                "io.customeraccounts.api.CustomerAccounts",
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--customer-accounts.base-url=http://127.0.0.1:" + port));
        command.addAll(List.of(arguments));
        try {
            var log = directory.resolve("service.log");
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            var service = new ServiceProcess(process, URI.create("http://127.0.0.1:" + port), log);
            service.awaitReady();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return url;
    }

    public int port() {
        return url.getPort();
    }

    /** The process itself, to be watched or signalled. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Processor time that the process has used so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Everything that the process has printed, since the first start in its directory. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process at once, in the middle of whatever it does (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Asks the process to end, and waits until it has (SIGTERM). */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the service did not stop:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady() {
        var deadline = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("the service did not start:\n" + log());
            }
        }
    }

    private boolean isReady() {
        try {
            var request = HttpRequest.newBuilder(url.resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            if (HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                return true;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
            return false;
        } catch (IOException notYet) {
            return waited();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the process to end, which it should not do, instead of merely sleeping. */
    private boolean waited() {
        try {
            process.waitFor(100, TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
