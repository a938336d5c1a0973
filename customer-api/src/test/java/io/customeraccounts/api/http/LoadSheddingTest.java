package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadSheddingTest {

    private static TestService service;

    @BeforeAll
    static void start() {
        service = TestService.with(Databases.H2, "--customer-accounts.http.max-concurrent=2");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void turnsAwayWhatIsTooMuchAndStaysReachable() throws IOException {
        var others = new ArrayList<Socket>();
        try {
            // One after the other, as the question takes a place too and may turn another away.
            Waiting.until(() -> {
                others.add(beingAnswered());
                return service.anonymous().get("/api/v1/me").status() == 503;
            });

            var refused = service.anonymous().get("/api/v1/me").expectProblem(503, "temporarily-unavailable");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            service.anonymous().get("/actuator/health/liveness").expect(200);
        } finally {
            for (var other : others) {
                other.close();
            }
        }
        Waiting.until(() -> service.anonymous().get("/api/v1/me").status() == 401);
    }

    /** Its body is still being sent. */
    private static Socket beingAnswered() {
        try {
            var socket = new Socket(service.base().getHost(), service.base().getPort());
            socket.getOutputStream().write("""
                POST /api/v1/registrations HTTP/1.1
                Host: localhost
                Content-Type: application/json
                Content-Length: 100

                {""".replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
