package io.customeraccounts.api.faults;

import io.customeraccounts.api.mail.ScriptedMailServer;
import io.customeraccounts.api.process.ServiceProcess;
import io.customeraccounts.api.security.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One or two service processes on one PostgreSQL, each with a way to it of its own, with a mail server, an issuer and somebody who
 * gets the checkpoints.
 */
final class Installation implements AutoCloseable {

    private static final String AUDITOR = "audrey";
    private static final String OPERATOR = "olga";
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final RestartablePostgres database;
    final ScriptedMailServer mailServer = new ScriptedMailServer();
    final CheckpointServer checkpointServer = new CheckpointServer();
    private final TestIssuer issuer = new TestIssuer();
    private final @Nullable Guarantee without;
    private final List<Class<?>> further;
    private final List<Node> nodes;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** @param without what is taken away as soon as it has started */
    Installation(Path directory, int nodes, @Nullable Guarantee without) throws IOException {
        this(directory, nodes, without, List.of());
    }

    /** @param further beans of each node, by the classes that make them */
    Installation(Path directory, int nodes, @Nullable Guarantee without, List<Class<?>> further) throws IOException {
        this.without = without;
        this.further = further;
        database = new RestartablePostgres(directory);
        this.nodes = IntStream.range(0, nodes)
                .mapToObj(number -> new Node(directory.resolve("node-" + number)))
                .toList();
    }

    /** Starts every node, the first one with a trap, if at all. */
    void start(@Nullable Trap trap) throws SQLException {
        for (var node : nodes) {
            node.start(node == nodes.getFirst() ? trap : null);
        }
        if (without != null) {
            execute(without.takenAwayBy());
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Who is signed in as the subject, with the verified address that is the same. */
    String token(String subject) {
        return tokens.computeIfAbsent(
                subject,
                it -> TestIssuer.signed(TestIssuer.claims(issuer.url(), it, Instant.now())
                        .claim("name", "Some Body")
                        .claim("email", it)
                        .claim("email_verified", true)
                        .expirationTime(Date.from(Instant.now().plusSeconds(36_000)))));
    }

    String auditor() {
        return token(AUDITOR);
    }

    String operator() {
        return token(OPERATOR);
    }

    /** Has the first node that is there begin to rebuild a table. */
    void rebuild(String table) throws IOException, InterruptedException {
        var node = nodes.stream().filter(Node::isAlive).findFirst().orElseThrow();
        var answer = HTTP.send(
                HttpRequest.newBuilder(node.url().resolve("/api/v1/operations/rebuilds"))
                        .header("Authorization", "Bearer " + token(OPERATOR))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"table\":\"" + table + "\"}"))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    void execute(String statement) throws SQLException {
        try (var connection = database.connect();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    /** Nobody follows the ledger any more: somebody who is not there claims to. */
    void stopFollowers() throws SQLException {
        execute("update token_entry set owner = 'nobody', claimed_at = '2100-01-01T00:00:00Z'");
    }

    void letFollowersGoOn() throws SQLException {
        execute("update token_entry set owner = null");
    }

    /** What the dead had begun to send or to do is free at once, instead of after their lease. Only while no node runs. */
    void endLeases() throws SQLException {
        execute("update due set try_from = due_at");
        execute("update open_grant set try_from = now() where because_of is not null");
        execute("update partner_access set try_from = now() where because_of is not null");
        execute("update mail set next_attempt_at = due_at where state = 'WAITING' and due_at < now()");
    }

    @Override
    public void close() throws IOException {
        try (database;
                mailServer;
                checkpointServer;
                issuer) {
            nodes.forEach(Node::close);
        }
    }

    /** One service, which keeps its port when it is started again. */
    final class Node implements AutoCloseable {

        private final Path directory;
        private final DatabaseProxy way;
        private @Nullable ServiceProcess process;
        private int port;

        private Node(Path directory) {
            this.directory = directory;
            way = new DatabaseProxy(database.port());
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Starts the service and waits until it is ready. */
        void start() {
            start(null);
        }

        void start(@Nullable Trap trap) {
            var armed = directory.resolve("armed");
            var settings = Stream.concat(
                            settings().stream(), FaultyDatabase.settings(trap, armed, without, further).stream())
                    .toArray(String[]::new);
            try {
                Files.deleteIfExists(armed);
                process = port == 0
                        ? ServiceProcess.start(directory, settings)
                        : ServiceProcess.start(directory, port, settings);
                port = process.port();
                if (trap != null) {
                    // Not earlier: whoever catches up gets there before it is ready.
                    Files.createFile(armed);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> settings() {
            return new ArrayList<>(List.of(
                    "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + way.port() + "/postgres",
                    "--spring.datasource.username=postgres",
                    "--spring.datasource.password=",
                    "--customer-accounts.issuer=" + issuer.url(),
                    "--customer-accounts.auditors[0].subject=" + AUDITOR,
                    "--customer-accounts.operators[0].subject=" + OPERATOR,
                    "--customer-accounts.key-encryption-key=" + KEY,
                    "--customer-accounts.ledger.checkpoint-webhook=" + checkpointServer.url(),
                    "--customer-accounts.ledger.checkpoint-interval=1s",
                    "--customer-accounts.rate-limits=off",
                    "--customer-accounts.invitation.pending-limit=1000000",
                    "--customer-accounts.invitation.daily-limit=1000000",
                    "--spring.mail.host=127.0.0.1",
                    "--spring.mail.port=" + mailServer.port()));
        }

        DatabaseProxy way() {
            return way;
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + port);
        }

        boolean isAlive() {
            return process != null && process.handle().isAlive();
        }

        /** How often the text is in its log. */
        int says(String text) {
            return process == null ? 0 : process.log().split(Pattern.quote(text), -1).length - 1;
        }

        /** SIGKILL. */
        void kill() {
            if (process != null) {
                process.kill();
            }
        }

        /** Whether it has died by itself within the time. */
        boolean dies(Duration within) throws InterruptedException {
            var deadline = System.nanoTime() + within.toNanos();
            while (isAlive() && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            return !isAlive();
        }

        /** Whether it stands still within the time. */
        boolean freezes(Duration within) throws IOException, InterruptedException {
            var deadline = System.nanoTime() + within.toNanos();
            while (!isFrozen() && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            return isFrozen();
        }

        private boolean isFrozen() throws IOException {
            return process != null
                    && Files.readString(Path.of("/proc/" + process.handle().pid() + "/stat"))
                            .contains(") T ");
        }

        /** SIGSTOP or SIGCONT. */
        void signal(String name) throws IOException, InterruptedException {
            if (process != null) {
                new ProcessBuilder(
                                "kill",
                                "-" + name,
                                Long.toString(process.handle().pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
            }
        }

        @Override
        public void close() {
            try (way) {
                kill();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
