package io.customeraccounts.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.testing.Databases;
import jakarta.mail.Multipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The service is killed while it works, and started again. */
@ParameterizedClass
@EnumSource
class RestartTest {

    private static final int CLIENTS = 4;

    /** One in a build; more with {@code -Dkills=4}. */
    private static final int KILLS = Integer.getInteger("kills", 1);

    private final Databases kind;

    @TempDir
    private Path directory;

    @AutoClose("stop")
    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @AutoClose
    private final HttpClient http = HttpClient.newHttpClient();

    private final AtomicInteger count = new AtomicInteger();
    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    RestartTest(Databases kind) {
        this.kind = kind;
        mails.start();
    }

    @Test
    void keepsEverythingThatWasAcknowledgedAndMailsItWhenTheProcessIsKilled() throws Exception {
        try (var database = kind == Databases.POSTGRES ? kind.fresh() : null) {
            var settings = settings(database);
            var acknowledged = new ArrayList<String>();
            var service = ServiceProcess.start(directory, settings);
            for (var kill = 1; kill <= KILLS; kill++) {
                if (kill > 1) {
                    service = ServiceProcess.start(directory, service.port(), settings);
                }
                var before = acknowledged.size();
                try {
                    acknowledged.addAll(registerUntilKilled(service));
                } finally {
                    service.kill();
                }
                assertThat(acknowledged).hasSizeGreaterThan(before);
            }

            try (var again = ServiceProcess.start(directory, service.port(), settings)) {
                for (var address : acknowledged) {
                    var confirmed = confirm(again.url(), mailedSecret(address));
                    assertThat(confirmed.statusCode())
                            .as("%s, with -Dseed=%d: %s", address, seed, confirmed.body())
                            .isEqualTo(200);
                }
            }
        }
    }

    /** H2 in a file, as the product has it by default; or PostgreSQL in three settings. */
    private String[] settings(@Nullable HikariDataSource database) {
        var settings = new ArrayList<>(List.of(
                "--customer-accounts.rate-limits=off",
                "--customer-accounts.password-iterations=100000",
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mails.getSmtp().getPort()));
        if (database != null) {
            settings.add("--spring.datasource.url=" + database.getJdbcUrl());
            settings.add("--spring.datasource.username=" + database.getUsername());
            settings.add("--spring.datasource.password=" + database.getPassword());
        }
        return settings.toArray(String[]::new);
    }

    private List<String> registerUntilKilled(ServiceProcess service) throws Exception {
        var acknowledged = new ArrayList<String>();
        var running = new AtomicBoolean(true);
        var last = count.get() + 5 + random.nextInt(6);
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var registrations = new ArrayList<Future<List<String>>>();
            for (var client = 0; client < CLIENTS; client++) {
                registrations.add(clients.submit(() -> {
                    var mine = new ArrayList<String>();
                    while (running.get()) {
                        var address = "person-" + count.incrementAndGet() + "@firm.example";
                        if (register(service.url(), address)) {
                            mine.add(address);
                        }
                        if (count.get() > last) {
                            // in the middle of what the others are doing
                            running.set(false);
                            service.kill();
                        }
                    }
                    return mine;
                }));
            }
            for (var registration : registrations) {
                acknowledged.addAll(registration.get());
            }
        }
        return acknowledged;
    }

    /** Whether it was acknowledged; what has no answer may or may not have happened. */
    private boolean register(URI service, String address) throws InterruptedException {
        try {
            var answer = send(HttpRequest.newBuilder(service.resolve("/api/v1/registrations"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("""
                            {"fullName": "A Person", "email": "%s", "password": "four words are fine", "companyName": "A Firm"}
                            """.formatted(address))));
            // Or it has too much to do, on a busy machine.
            assertThat(answer.statusCode()).as(answer.body()).isIn(202, 503);
            return answer.statusCode() == 202;
        } catch (IOException killed) {
            return false;
        }
    }

    private String mailedSecret(String address) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            for (var mail : mails.getReceivedMessages()) {
                if (mail.getAllRecipients()[0].toString().contains(address)) {
                    return secret(mail.getContent());
                }
            }
            assertThat(System.nanoTime()).as("no mail for %s", address).isLessThan(deadline);
            mails.waitForIncomingEmail(200, mails.getReceivedMessages().length + 1);
        }
    }

    private static String secret(Object content) throws Exception {
        if (content instanceof Multipart parts) {
            return secret(parts.getBodyPart(0).getContent());
        }
        var link = Pattern.compile("/confirm/([A-Za-z0-9_-]+)").matcher(content.toString());
        assertThat(link.find()).as(content.toString()).isTrue();
        return link.group(1);
    }

    private HttpResponse<String> confirm(URI service, String secret) throws Exception {
        return send(HttpRequest.newBuilder(service.resolve("/api/v1/confirmations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"secret\": \"" + secret + "\"}")));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
