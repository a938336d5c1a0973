package io.customeraccounts.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.ledger.Checkpoint;
import io.customeraccounts.projections.ledger.Checkpoints;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.MerkleTree;
import io.customeraccounts.projections.ledger.SignedNote;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource(Databases.class)
class LedgerApiTest {

    private static final String LEDGER = "/api/v1/ledger";

    /** Not those that all tests share: the past is changed here. */
    private static final Map<Databases, TestService> SERVICES = new EnumMap<>(Databases.class);

    private static final List<String> POSTED = new CopyOnWriteArrayList<>();
    private static @Nullable HttpServer receiver;

    @TempDir
    private static Path files;

    private final TestService service;
    private final Path file;

    LedgerApiTest(Databases kind) {
        file = files.resolve("kept").resolve(kind.name());
        service = SERVICES.computeIfAbsent(
                kind,
                it -> TestService.with(
                        it,
                        "--customer-accounts.ledger.checkpoint-interval=100ms",
                        "--customer-accounts.ledger.checkpoint-file=" + file,
                        "--customer-accounts.ledger.checkpoint-webhook=" + receiver(),
                        "--customer-accounts.ledger.checkpoint-mail=audit@example.com"));
    }

    private static synchronized String receiver() {
        if (receiver == null) {
            try {
                receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            receiver.createContext("/", exchange -> {
                POSTED.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            receiver.start();
        }
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
    }

    @AfterAll
    static void close() {
        if (receiver != null) {
            receiver.stop(0);
        }
        SERVICES.values().forEach(TestService::close);
    }

    @Test
    void letsEverybodyCheckThatAnEventIsThereAndThatNothingBeforeHasChanged() throws IOException {
        Company.of(service);
        var earlier = awaitCheckpoint();
        Company.of(service).employee("Ben Beech");
        var later = awaitCheckpoint();

        assertThat(later.size()).isGreaterThan(earlier.size());
        assertThat(Checkpoint.parse(Files.readString(file)).origin()).startsWith("localhost");
        var consistency = get("/consistency?from=%d&to=%d".formatted(earlier.size(), later.size()));
        assertThat(MerkleTree.extend(earlier.root(), earlier.size(), later.root(), later.size(), hashes(consistency)))
                .isTrue();
        for (var position = 1L; position <= later.size(); position++) {
            var inclusion = get("/inclusion?position=%d&size=%d".formatted(position, later.size()));
            assertThat(MerkleTree.includes(
                            later.root(),
                            later.size(),
                            position - 1,
                            Base64.getDecoder().decode(inclusion.text("/leafHash")),
                            hashes(inclusion)))
                    .isTrue();
        }
        var covering = service.anonymous().get(LEDGER + "/checkpoint?position=" + earlier.size());
        assertThat(Checkpoint.parse(covering.expect(200).body()).size()).isEqualTo(earlier.size());
    }

    @Test
    void sendsCheckpointsToWhereNobodyHereHasASay() {
        Company.of(service);
        var size = awaitCheckpoint().size();

        Awaitility.await()
                .until(() -> POSTED.stream()
                        .map(SignedNote::parse)
                        .filter(note -> note.isSignedBy(keys().getFirst()))
                        .anyMatch(note -> Checkpoint.parse(note.text()).size() >= size));
        Awaitility.await()
                .until(() -> service.anonymous()
                        .get("/dev/mailbox/messages?to=audit@example.com")
                        .expect(200)
                        .body()
                        .contains("Checkpoint of "));
        assertThat(service.bean(JdbcClient.class)
                        .sql("select count(*) from mail where kind = 'CHECKPOINT'")
                        .query(Long.class)
                        .single())
                .as("mails a day")
                .isEqualTo(1);
    }

    @Test
    void changesTheKey() {
        Company.of(service);
        awaitCheckpoint();
        var former = keys().getFirst();

        var made = service.operator()
                .post("/api/v1/operations/checkpoint-keys", null)
                .expect(201);

        var next = Verifier.parse(made.text("/key"));
        assertThat(keys()).containsSubsequence(next, former);
        assertThat(service.anonymous().get(made.header("Location")).expect(200).body())
                .contains(made.text("/key"));
        Awaitility.await().until(() -> note().isSignedBy(next));
        assertThat(note().isSignedBy(former)).isTrue();
        Company.of(service);
        awaitCheckpoint();
        assertThat(note().isSignedBy(next)).isTrue();
        assertThat(note().isSignedBy(former)).isFalse();
    }

    @Test
    void refusesWhatIsNoPlaceInTheLedger() {
        Company.of(service);
        var size = awaitCheckpoint().size();
        var caller = service.auditor();

        caller.get(LEDGER + "/inclusion?size=1")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "position", "missing");
        caller.get(LEDGER + "/inclusion?position=0&size=1")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "position", "not-a-number");
        caller.get(LEDGER + "/inclusion?position=2&size=1")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "position", "not-a-number");
        caller.get(LEDGER + "/consistency?from=1&to=" + (size + 1_000_000))
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "to", "not-a-number");
        caller.get(LEDGER + "/consistency?from=x&to=1")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "from", "not-a-number");
        caller.get(LEDGER + "/checkpoint?position=999999999999").expectProblem(404, "not-found");
    }

    @Test
    void saysSoIfSomebodyChangesThePastAndSignsNothingMore() {
        Company.of(service);
        var last = awaitCheckpoint();
        var sql = service.bean(JdbcClient.class);
        var hash = service.bean(Checkpoints.class).leaf(1);
        try {
            change(sql, new byte[32]);
            Awaitility.await().until(() -> health().equals("DOWN"));
            Company.of(service);
            Awaitility.await().until(() -> service.bean(Ledger.class).lastPosition() > last.size());
            assertThat(Checkpoint.parse(note().text()).size()).isEqualTo(last.size());
        } finally {
            change(sql, hash);
        }
        Awaitility.await().until(() -> health().equals("UP"));
        awaitCheckpoint();
    }

    private static void change(JdbcClient sql, byte[] hash) {
        sql.sql("update ledger set leaf_hash = :hash where position = 1")
                .param("hash", hash)
                .update();
    }

    private String health() {
        return service.anonymous().get("/actuator/health").text("/components/checkpoint/status");
    }

    /** Of all that has happened. */
    private Checkpoint awaitCheckpoint() {
        var ledger = service.bean(Ledger.class);
        Awaitility.await()
                .until(() -> ledger.progress().unsealed() == 0
                        && service.bean(Checkpoints.class)
                                .last()
                                .filter(it -> Checkpoint.parse(it.text()).size() == ledger.lastPosition())
                                .isPresent());
        return Checkpoint.parse(note().text());
    }

    private SignedNote note() {
        var reply = service.anonymous().get(LEDGER + "/checkpoint").expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        var note = SignedNote.parse(reply.body());
        assertThat(keys()).anySatisfy(key -> assertThat(note.isSignedBy(key)).isTrue());
        return note;
    }

    private List<Verifier> keys() {
        return service.anonymous()
                .get(LEDGER + "/keys")
                .expect(200)
                .body()
                .lines()
                .map(Verifier::parse)
                .toList();
    }

    private Reply get(String proof) {
        return service.auditor().get(LEDGER + proof).expect(200);
    }

    private static List<byte[]> hashes(Reply reply) {
        return reply.json()
                .at("/hashes")
                .valueStream()
                .map(hash -> Base64.getDecoder().decode(hash.asString()))
                .toList();
    }
}
