package io.customeraccounts.api.ledger;

import io.customeraccounts.projections.ledger.SignedNote;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Posts checkpoints to an address until they are there: the signed note as plain text, one at a time, the newest first. What
 * was answered with 2xx is never sent again, unless the process ends between the answer and the note of it.
 */
@Component("checkpointWebhookHealthIndicator")
@ConditionalOnProperty("customer-accounts.ledger.checkpoint-webhook")
class CheckpointWebhook implements CheckpointReceiver, HealthIndicator, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWebhook.class);

    /** Of a receiver that fails so often in a row, health warns. */
    private static final int FAILURES_TO_WARN = 3;

    private final Deliveries deliveries;
    private final URI url;
    private final UUID receiver;
    private final Duration timeout;
    private final HttpClient http;
    private volatile @Nullable Thread sending;

    CheckpointWebhook(
            Deliveries deliveries,
            MeterRegistry metrics,
            @Value("${customer-accounts.ledger.checkpoint-webhook}") URI url,
            @Value("${customer-accounts.ledger.checkpoint-webhook-timeout:10s}") Duration timeout) {
        this.deliveries = deliveries;
        this.url = secure(url);
        this.receiver = Deliveries.receiver("webhook", url.toString());
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        Gauge.builder("customer.accounts.ledger.checkpoint.webhook.failures", this, it -> it.failures())
                .description("How often in a row a checkpoint could not be posted; 0 if the last one is there")
                .register(metrics);
    }

    /** Whoever listens on the way could keep it back. On this machine nobody does. */
    private static URI secure(URI url) {
        var host = url.getHost();
        var secure = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLoopback(host));
        if (host == null || !secure || url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("customer-accounts.ledger.checkpoint-webhook must be an https URL"
                    + " (or http on this machine) without user and fragment");
        }
        return url;
    }

    private static boolean isLoopback(@Nullable String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void offer(SignedNote last) {
        if (!isIdle()) {
            return;
        }
        var attempt = deliveries.claim(receiver, last, timeout.multipliedBy(3));
        if (attempt.isPresent()) {
            var thread = Thread.ofVirtual().name("checkpoint-webhook").unstarted(() -> send(last, attempt.getAsLong()));
            sending = thread;
            thread.start();
        }
    }

    /** Whether this node is not sending just now. */
    boolean isIdle() {
        return sending == null;
    }

    private void send(SignedNote note, long attempt) {
        try {
            var error = post(note);
            if (error == null) {
                deliveries.delivered(receiver, attempt, note, Duration.ZERO);
            } else {
                var failures = deliveries.failed(receiver, attempt, error);
                LOG.warn(
                        "A checkpoint could not be posted ({}), {} times in a row. The newest is tried again after {}.",
                        error,
                        failures,
                        Deliveries.pauseAfter(failures));
            }
        } catch (DataAccessException e) {
            LOG.warn("What became of a posted checkpoint could not be noted: it is sent again.", e);
        } finally {
            sending = null;
        }
    }

    /** Absent if the receiver has it; otherwise why not. */
    private @Nullable String post(SignedNote note) {
        var request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(note.asText()))
                .build();
        var answer = http.sendAsync(request, BodyHandlers.discarding());
        try {
            // Also of an answer that never ends.
            var status =
                    answer.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2 ? null : "status " + status;
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException io
                    ? io.getClass().getSimpleName()
                    : String.valueOf(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return "no complete answer in time";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private int failures() {
        try {
            return deliveries.state(receiver).map(Deliveries.State::failures).orElse(0);
        } catch (DataAccessException away) {
            return 0;
        }
    }

    @Override
    public Health health() {
        try {
            var state = deliveries.state(receiver);
            var failures = state.map(Deliveries.State::failures).orElse(0);
            var health = failures < FAILURES_TO_WARN ? Health.up() : Health.status("warn");
            health.withDetail("failures", failures);
            state.ifPresent(it -> {
                if (it.deliveredAt() != null) {
                    health.withDetail("deliveredAt", it.deliveredAt());
                }
                if (it.failingSince() != null) {
                    health.withDetail("failingSince", it.failingSince());
                }
                if (it.lastError() != null) {
                    health.withDetail("lastError", it.lastError());
                }
            });
            return health.build();
        } catch (DataAccessException away) {
            // That of the database says it.
            return Health.unknown().build();
        }
    }

    /** An attempt that is under way may still say what became of it. */
    @Override
    public void destroy() throws InterruptedException {
        var thread = sending;
        if (thread != null) {
            thread.join(timeout);
        }
        http.shutdownNow();
    }
}
