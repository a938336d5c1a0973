package io.customeraccounts.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.customeraccounts.api.messaging.Readers;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ParameterizedClass
@EnumSource(Databases.class)
class FeedStreamTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 3;
    private static final int MOST_BY_CALLER = 2;

    private static TestService service;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Databases kind;
    private Company company;
    private String own;

    FeedStreamTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeParameterizedClassInvocation
    static void start(Databases kind) {
        service = start(kind, MOST_BY_CALLER, "--customer-accounts.feed.heartbeat=200ms");
    }

    private static TestService start(Databases kind, int mostByCaller, String setting) {
        return TestService.with(
                kind,
                "--customer-accounts.feed.max-waiting=" + MOST,
                "--customer-accounts.feed.max-waiting-by-caller=" + mostByCaller,
                setting);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        service.close();
    }

    @BeforeEach
    void open() {
        company = Company.of(service);
        awaitSealed();
        own = "/api/v1/events?customer=" + company.id();
    }

    /** Leaves every place free for the next test. */
    @AfterEach
    void leave() {
        http.shutdownNow();
        company.invite("Last Invited", TestService.address("Last Invited"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        Waiting.until(() -> service.bean(Readers.class).present() == 0);
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
    void holdsAsManyReadersAsItMayAndEndsAllOfThemWhenTheServiceStops() throws Exception {
        try (var stopping = start(kind, MOST + 1, "--customer-accounts.feed.heartbeat=15s")) {
            var all = stopping.base() + "/api/v1/events";
            var streams = new ArrayList<HttpResponse<Stream<String>>>();
            streams.add(followOperations(stopping));
            for (var i = 2; i < MOST; i++) {
                streams.add(follow(all, "", stopping.auditor().token()));
            }
            var acme = Company.of(stopping);
            streams.add(followPage(stopping, acme.admin(), acme));
            assertThat(streams)
                    .allSatisfy(stream -> assertThat(stream.statusCode()).isEqualTo(200));
            var refused = stopping.auditor()
                    .get("/api/v1/events", "Accept", "text/event-stream")
                    .expectProblem(503, "temporarily-unavailable");
            assertThat(refused.header("Retry-After")).isNotEmpty();

            var started = System.nanoTime();
            stopping.context().close();

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
            streams.forEach(stream -> assertThat(stream.body().toList()).isNotEmpty());
        }
    }

    @Test
    void leavesPlacesForOthersHoweverManyOneCallerWants() {
        var end = end(company.admin());
        var streams = new ArrayList<HttpResponse<Stream<String>>>();
        for (var i = 0; i < MOST_BY_CALLER; i++) {
            streams.add(follow(own, ""));
        }
        assertThat(streams).allSatisfy(stream -> assertThat(stream.statusCode()).isEqualTo(200));

        for (var accept : List.of("text/event-stream", "application/json")) {
            var refused =
                    company.admin().get(end + "&wait=60", "Accept", accept).expectProblem(429, "too-many-requests");
            assertThat(refused.header("Retry-After")).isNotEmpty();
        }
        var other = follow("/api/v1/events", "", service.auditor().token());
        assertThat(other.statusCode()).isEqualTo(200);
        // Without waiting nobody takes a place.
        company.admin().get(end).expect(200);
    }

    @Test
    void givesThePlaceOfACallersOldestRequestToTheNextOne() throws Exception {
        var end = end(company.admin());
        var first = CompletableFuture.supplyAsync(() -> company.admin().get(end + "&wait=50"));
        Waiting.until(() -> service.bean(Readers.class).present() == 1);
        try (var stream = follow(own, "").body()) {
            Waiting.until(() -> company.admin().get(end + "&wait=1").status() == 200);

            first.get(20, TimeUnit.SECONDS).expect(200);
            assertThat(stream.findFirst()).isPresent();
        }
    }

    @Test
    void showsThatItIsThereWhileNothingHappens() {
        var last = company.admin().get(own).expect(200).json();
        var end = last.get(last.size() - 1).at("/cursor").asString();

        try (var stream = follow(own, end).body()) {
            assertThat(stream.filter(line -> line.startsWith("id:")).limit(5)).containsOnly("id:" + end);
        }
    }

    /** Where nothing is written, it would never be noticed that nobody reads. */
    @Test
    void keepsNoPlaceForWhoOnlyAsksWhetherThereIsOne() {
        for (var i = 0; i <= MOST; i++) {
            company.admin()
                    .send("HEAD", own, null, "Accept", "text/event-stream")
                    .expect(200);
        }

        assertThat(service.bean(Readers.class).present()).isZero();
    }

    @Test
    void endsWithTheRightToIt() throws Exception {
        var ben = company.admin("Ben Beech");
        var stream = follow(own, "", ben.person().token());
        var whole = CompletableFuture.supplyAsync(() -> stream.body().toList());
        var other = follow(own, "");
        company.admin().delete(ben.path()).expect(204);

        assertThat(whole.get(20, TimeUnit.SECONDS)).isNotEmpty();

        ben.person().get(own, "Accept", "text/event-stream").expectProblem(404, "not-found");
        // That of somebody else goes on.
        company.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        try (var lines = other.body()) {
            assertThat(lines.anyMatch(line -> line.contains("user-invited") && line.startsWith("data:")))
                    .isTrue();
        }
    }

    /** That of an open page, which says only what has changed. */
    @Test
    void isThereForPagesAsLongAsTheyMayBeLookedAt() throws Exception {
        var ben = company.employee("Ben Beech");
        var stream = followPage(service, ben.person(), company);
        assertThat(stream.statusCode()).isEqualTo(200);
        var whole = CompletableFuture.supplyAsync(() -> stream.body().toList());
        var other = followPage(service, company.admin(), company);
        var beats = CompletableFuture.supplyAsync(
                () -> other.body().filter(":"::equals).limit(3).count());
        assertThat(beats.get(20, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(whole).isNotDone();

        company.admin().delete(ben.path()).expect(204);

        assertThat(whole.get(20, TimeUnit.SECONDS)).contains("event:end");
    }

    private HttpResponse<Stream<String>> followPage(TestService service, Person viewer, Company company)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.base().resolve("/customers/" + company.id() + "/changes"))
                .header("Accept", "text/event-stream")
                .header("Cookie", service.signedIn(viewer))
                .build();
        return http.send(request, BodyHandlers.ofLines());
    }

    @Test
    void tellsAWaitingReaderWhoseTokenHasEndedToSignInAgain() throws Exception {
        var ben = company.admin("Ben Beech");
        awaitSealed();
        var end = end(ben.person());
        var waiting = CompletableFuture.supplyAsync(() -> ben.person().get(end + "&wait=50"));
        Waiting.until(() -> service.bean(Readers.class).present() == 1);
        new JdbcTemplate(service.bean(DataSource.class))
                .update(
                        "update account set credentials_version = credentials_version + 1 where email = ?",
                        ben.person().email());
        company.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_EMPLOYEE")
                .expect(201);

        var answer = waiting.get(20, TimeUnit.SECONDS).expectProblem(401, "not-authenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    /** The server ends what nobody reads; who ended it as well would make it show a page for errors, to nobody. */
    @Test
    void leavesTheEndOfAStreamThatNobodyReadsToTheServer() {
        var ends = new AtomicInteger();
        var gone = new SseEmitter(0L) {
            @Override
            public void send(SseEventBuilder event) throws IOException {
                throw new IOException("nobody reads");
            }

            @Override
            public synchronized void complete() {
                ends.incrementAndGet();
            }

            @Override
            public synchronized void completeWithError(Throwable error) {
                ends.incrementAndGet();
            }
        };
        var readers = service.bean(Readers.class);
        var reader = new Actor.Person(new PersonId(UUID.randomUUID()));

        readers.startStream(reader, gone, place -> gone.send(SseEmitter.event().comment("")));
        Waiting.until(() -> readers.present() == 0);
        assertThat(ends).hasValue(0);
        readers.startStream(reader, gone, place -> {});
        Waiting.until(() -> ends.get() == 1);
    }

    @Test
    void saysNothingInTheLogOfReadersThatHangUp() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        var container = (Logger) LoggerFactory.getLogger("org.apache.catalina.core");
        log.start();
        container.addAppender(log);
        try {
            for (var round = 0; round < 10; round++) {
                for (var i = 0; i < MOST_BY_CALLER; i++) {
                    try (var reader = connect()) {
                        ask(reader, own, "text/event-stream", company.admin());
                        assertThat(reader.getInputStream().read()).isPositive();
                        reader.setSoLinger(true, 0);
                    }
                }
                Waiting.until(() -> service.bean(Readers.class).present() == 0);
            }
        } finally {
            container.detachAppender(log);
        }
        assertThat(log.list).isEmpty();
    }

    @Test
    void keepsNoPlaceForThoseWhoHaveHungUpWhileTheyWaited() throws Exception {
        var end = end(company.admin());
        for (var i = 0; i < MOST; i++) {
            var asking = i < MOST_BY_CALLER ? service.auditor() : company.admin();
            try (var reader = connect()) {
                ask(reader, end + "&wait=60", "application/json", asking);
                var present = i + 1;
                Waiting.until(() -> service.bean(Readers.class).present() == present);
            }
        }

        Waiting.until(() -> service.auditor().get(end + "&wait=1").status() == 200);
        Waiting.until(() -> company.admin().get(end + "&wait=1").status() == 200);
    }

    @Test
    void letsWhoReadsSlowlyHoldUpNobodyAndMissNothing() throws Exception {
        var many = 6_000;
        try (var slow = connect()) {
            ask(slow, "/api/v1/events", "text/event-stream", service.auditor());
            Waiting.until(() -> service.bean(Readers.class).present() == 1);
            happened(many);
            awaitSealed();
            var all = service.bean(Ledger.class).lastPosition();

            try (var quick =
                    follow("/api/v1/events", "", service.auditor().token()).body()) {
                assertThat(events(quick, (int) all)).hasSize((int) all);
            }
            assertThat(service.bean(Readers.class).present()).isGreaterThanOrEqualTo(1);
            var lines =
                    new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8)).lines();
            var last = 0L;
            for (var event : events(lines, (int) all)) {
                assertThat(event.at("/position").asString()).isEqualTo(Long.toString(++last));
            }
        }
    }

    /** What is read is read from the socket: what was sent and is not read fills the buffers between, and then nothing more is sent. */
    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new InetSocketAddress(service.base().getHost(), service.base().getPort()));
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void ask(Socket socket, String path, String accept, Client asking) throws IOException {
        socket.getOutputStream()
                .write("GET %s HTTP/1.0\r\nHost: localhost\r\nAccept: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, accept, asking.token())
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** As a customer of whom nothing else is known; what follows the ledger has nothing to do with it. */
    private void happened(int times) {
        var sql = new JdbcTemplate(service.bean(DataSource.class));
        var customer = UUID.randomUUID();
        var events = new ArrayList<Object[]>();
        var waiting = new ArrayList<Object[]>();
        for (var i = 0; i < times; i++) {
            var id = UUID.randomUUID();
            events.add(new Object[] {
                id,
                customer,
                i,
                "{\"customerId\":\"%s\",\"name\":\"A\"}".formatted(customer).getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8)
            });
            waiting.add(new Object[] {id, customer});
        }
        sql.batchUpdate("""
                insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name, revision,
                                          occurred_at, payload, metadata)
                values (?, 'customer', ?, ?, 'customer.renamed', '1', '2026-03-02T12:00:00.123456Z', ?, ?)
                """, events);
        sql.batchUpdate("insert into unsealed_event (event_identifier, customer_id) values (?, ?)", waiting);
    }

    /** The link of the last page. */
    private String end(Client reader) {
        var page = reader.get(own).expect(200);
        return page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
    }

    private static void awaitSealed() {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (service.bean(Ledger.class).progress().unsealed() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private HttpResponse<Stream<String>> follow(String path, String lastEventId) {
        return follow(path, lastEventId, company.admin().token());
    }

    private HttpResponse<Stream<String>> follow(String path, String lastEventId, String token) {
        var request = HttpRequest.newBuilder(service.base().resolve(path))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofLines());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<Stream<String>> followOperations(TestService stopping) throws Exception {
        var request = HttpRequest.newBuilder(stopping.base().resolve("/operations/changes"))
                .header("Cookie", stopping.signedIn(stopping.operator()));
        return http.send(request.build(), BodyHandlers.ofLines());
    }

    private static List<JsonNode> events(Stream<String> lines, int number) {
        return lines.filter(line -> line.startsWith("data:"))
                .limit(number)
                .map(line -> JSON.readTree(line.substring("data:".length())))
                .toList();
    }
}
