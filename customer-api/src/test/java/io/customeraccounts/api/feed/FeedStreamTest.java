package io.customeraccounts.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ParameterizedClass
@EnumSource(Databases.class)
class FeedStreamTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Databases kind;
    private TestService service;
    private Company company;
    private String own;

    FeedStreamTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() {
        use(TestService.shared(kind));
    }

    private void use(TestService used) {
        service = used;
        company = Company.of(service);
        awaitSealed();
        own = "/api/v1/events?customer=" + company.id();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
    }

    @Test
    void givesTheSameEventsAsTheBatchAndGoesOnAfterTheLastOne() throws Exception {
        company.employee("Ben Beech");
        awaitSealed();
        var batch = new ArrayList<JsonNode>();
        company.admin().get(own).expect(200).json().forEach(batch::add);

        try (var stream = follow(own, "").body()) {
            assertThat(events(stream, batch.size())).isEqualTo(batch);
        }
        var second = batch.get(1).at("/cursor").asString();
        try (var stream = follow(own, second).body()) {
            assertThat(events(stream, batch.size() - 2)).isEqualTo(batch.subList(2, batch.size()));
        }
    }

    @Test
    void givesAnEventAsSoonAsItHappens() throws Exception {
        var seen = company.admin().get(own).expect(200).json();
        var last = seen.get(seen.size() - 1).at("/cursor").asString();
        var next = CompletableFuture.supplyAsync(() -> {
            try (var stream = follow(own, last).body()) {
                return events(stream, 1).getFirst();
            }
        });
        company.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_EMPLOYEE")
                .expect(201);

        assertThat(next.get(20, TimeUnit.SECONDS).at("/type").asString())
                .isEqualTo("io.customeraccounts.customer.user-invited");
    }

    @Test
    void holdsAsManyReadersAsItMayAndEndsAllOfThemWhenTheServiceStops() {
        use(TestService.with(kind, "--customer-accounts.feed.max-waiting=" + MOST));
        var streams = new ArrayList<HttpResponse<Stream<String>>>();
        for (var i = 0; i < MOST; i++) {
            streams.add(follow(own, ""));
        }
        assertThat(streams).allSatisfy(stream -> assertThat(stream.statusCode()).isEqualTo(200));
        var refused =
                company.admin().get(own, "Accept", "text/event-stream").expectProblem(503, "temporarily-unavailable");
        assertThat(refused.header("Retry-After")).isNotEmpty();

        var started = System.nanoTime();
        service.close();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        streams.forEach(stream -> assertThat(stream.body().toList()).isNotEmpty());
    }

    private void awaitSealed() {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (service.bean(Ledger.class).progress().unsealed() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private HttpResponse<Stream<String>> follow(String path, String lastEventId) {
        var request = HttpRequest.newBuilder(URI.create(service.base() + path))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + company.admin().token());
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofLines());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> events(Stream<String> lines, int number) {
        return lines.filter(line -> line.startsWith("data:"))
                .limit(number)
                .map(line -> JSON.readTree(line.substring("data:".length())))
                .toList();
    }
}
