package io.customeraccounts.api.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.ledger.Checkpoint;
import io.customeraccounts.projections.ledger.SignedNote;
import io.customeraccounts.projections.ledger.SignedNote.Signer;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.TestClock;
import io.customeraccounts.projections.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckpointReceiversTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final KeyPair KEY = key();
    private static final Verifier TRUSTED = new Verifier("accounts.example", KEY.getPublic());

    @Parameter
    Databases databases;

    private HikariDataSource database;
    private JdbcClient sql;
    private TestClock clock;
    private HttpServer server;
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final List<CheckpointWebhook> nodes = new ArrayList<>();

    private record Posted(String contentType, String body, int answer) {}

    @BeforeParameterizedClassInvocation
    void open() {
        database = databases.laidOut();
        sql = JdbcClient.create(database);
    }

    @AfterParameterizedClassInvocation
    void close() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException {
        sql.sql("delete from checkpoint_receiver").update();
        clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
        answers.clear();
        posted.clear();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/checkpoints", this::receive);
        server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop(0);
        for (var node : nodes) {
            node.destroy();
        }
        nodes.clear();
    }

    private void receive(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var next = answers.poll();
        var answer = next == null ? 204 : next;
        if (answer > 0) {
            posted.add(new Posted(exchange.getRequestHeaders().getFirst("Content-Type"), body, answer));
            exchange.sendResponseHeaders(answer, -1);
        }
        exchange.close();
    }

    @Test
    void postsANoteThatWhoeverHasThePublicKeyCanCheck() {
        var node = node();
        node.offer(note(3));
        awaitDelivered(node);

        var received = posted.getFirst();
        assertThat(received.contentType()).isEqualTo("text/plain; charset=utf-8");
        var note = SignedNote.parse(received.body());
        assertThat(note.isSignedBy(TRUSTED)).isTrue();
        assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(3);
        assertThat(SignedNote.parse(received.body().replace("\n3\n", "\n4\n")).isSignedBy(TRUSTED))
                .as("control: a note that was changed on the way")
                .isFalse();
    }

    @Test
    void goesOnUntilTheReceiverHasItAndWarnsMeanwhile() {
        answers.addAll(List.of(503, 500));
        var node = node();
        node.offer(note(1));
        awaitFailures(node, 1);
        node.offer(note(1));
        assertThat(posted).as("too early").hasSize(1);
        clock.advance(Duration.ofSeconds(10));
        node.offer(note(1));
        awaitFailures(node, 2);
        answers.add(0);
        clock.advance(Duration.ofSeconds(20));
        node.offer(note(1));
        awaitFailures(node, 3);
        assertThat(node.health().getStatus().getCode()).isEqualTo("warn");
        assertThat(node.health().getDetails()).containsKeys("failingSince", "lastError");

        clock.advance(Duration.ofSeconds(40));
        node.offer(note(1));
        awaitDelivered(node);

        assertThat(posted).extracting(Posted::answer).containsExactly(503, 500, 204);
        assertThat(posted).allSatisfy(it -> assertThat(it.body()).isEqualTo(note(1).asText()));
        assertThat(node.health().getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void sendsTheNewestInPlaceOfOneThatFailed() {
        answers.add(503);
        var node = node();
        node.offer(note(1));
        awaitFailures(node, 1);
        clock.advance(Duration.ofSeconds(10));
        node.offer(note(2));
        awaitDelivered(node);

        assertThat(posted).extracting(it -> size(it.body())).containsExactly(1L, 2L);
    }

    @Test
    void sendsEachOnceWhicheverNodeItIsAndAlsoAfterARestart() throws Exception {
        var both = List.of(node(), node());
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var node : both) {
                threads.execute(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    for (var times = 0; times < 20; times++) {
                        node.offer(note(5));
                    }
                });
            }
            start.countDown();
        }
        awaitDelivered(both.getFirst());
        both.forEach(node -> node.offer(note(5)));
        node().offer(note(5));
        assertThat(posted).hasSize(1);

        node().offer(note(6));
        Waiting.until(() -> posted.size() == 2);
    }

    @Test
    void neverWaitsForTheReceiver() throws Exception {
        var silent = new CountDownLatch(1);
        server.createContext("/silent", exchange -> {
            try {
                silent.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        var node = node(url("/silent"), Duration.ofMillis(200));
        var begun = System.nanoTime();
        node.offer(note(1));
        node.offer(note(2));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        awaitFailures(node, 1);
        silent.countDown();
    }

    @Test
    void sendsTheLastToAnotherAddressFromThenOn() {
        var node = node();
        node.offer(note(1));
        awaitDelivered(node);
        server.createContext("/elsewhere", this::receive);

        node(url("/elsewhere"), TIMEOUT).offer(note(1));

        Waiting.until(() -> posted.size() == 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example/",
                "ftp://127.0.0.1/",
                "https://user:secret@receiver.example/",
                "https://receiver.example/#here",
                "checkpoints"
            })
    void refusesAddressesThatAreNotSecure(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node(URI.create(url), TIMEOUT))
                .withMessageContaining("checkpoint-webhook")
                .withMessageNotContaining("secret");
    }

    private CheckpointWebhook node() {
        return node(url("/checkpoints"), TIMEOUT);
    }

    private CheckpointWebhook node(URI url, Duration timeout) {
        var node = new CheckpointWebhook(new Deliveries(sql, clock), new SimpleMeterRegistry(), url, timeout);
        nodes.add(node);
        return node;
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static void awaitFailures(CheckpointWebhook node, int failures) {
        Waiting.until(() ->
                Integer.valueOf(failures).equals(node.health().getDetails().get("failures")) && node.isIdle());
    }

    private static void awaitDelivered(CheckpointWebhook node) {
        Waiting.until(() -> node.health().getDetails().containsKey("deliveredAt")
                && !node.health().getDetails().containsKey("lastError")
                && node.isIdle());
    }

    private static SignedNote note(long size) {
        var root = new byte[32];
        root[0] = (byte) size;
        return SignedNote.sign(
                new Checkpoint(TRUSTED.name(), size, root).text(), List.of(new Signer(TRUSTED, KEY.getPrivate())));
    }

    private static long size(String note) {
        return Checkpoint.parse(SignedNote.parse(note).text()).size();
    }

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
