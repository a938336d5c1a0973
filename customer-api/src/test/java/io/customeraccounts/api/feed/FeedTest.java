package io.customeraccounts.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.feed.FeedCursor;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Databases.class)
class FeedTest {

    private static final String EVENTS = "/api/v1/events";

    private final TestService service;
    private Company company;
    private String own;

    FeedTest(Databases kind) {
        service = TestService.shared(kind);
    }

    @BeforeEach
    void open() {
        company = Company.of(service);
        own = EVENTS + "?customer=" + company.id();
    }

    @Test
    void showsEveryEventOnceInConsecutivePositionsWhileOthersWrite() {
        var writers = List.of(
                CompletableFuture.runAsync(this::someEvents),
                CompletableFuture.runAsync(this::someEvents),
                CompletableFuture.runAsync(this::someEvents));
        var seen = new ArrayList<JsonNode>();
        var next = EVENTS + "?limit=7";
        while (!writers.stream().allMatch(CompletableFuture::isDone)) {
            next = readTo(seen, next);
        }
        writers.forEach(CompletableFuture::join);
        var ledger = service.bean(Ledger.class);
        awaitSealed(ledger);
        var last = ledger.lastPosition();
        while (seen.size() < last) {
            next = readTo(seen, next);
        }

        assertThat(seen.stream().map(it -> it.at("/position").asString()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, seen.size())
                        .mapToObj(Long::toString)
                        .toList());
        assertThat(seen.stream().map(it -> it.at("/id").asString())).doesNotHaveDuplicates();
    }

    private String readTo(List<JsonNode> seen, String from) {
        var page = service.auditor().get(from).expect(200);
        page.json().forEach(seen::add);
        return next(page);
    }

    private void someEvents() {
        var firm = Company.of(service);
        for (var i = 0; i < 5; i++) {
            firm.employee("Emil Employee");
        }
    }

    @Test
    void describesAnEventAsACloudEvent() {
        var ben = company.employee("Ben Beech");
        var page = all(company.admin(), own);
        var joined = page.getLast();

        assertThat(joined.at("/specversion").asString()).isEqualTo("1.0");
        assertThat(joined.at("/type").asString()).isEqualTo("io.customeraccounts.customer.user-joined");
        assertThat(joined.at("/source").asString()).endsWith("/api/v1/events");
        assertThat(joined.at("/subject").asString()).isEqualTo(ben.membershipId());
        assertThat(joined.at("/customerid").asString()).isEqualTo(company.id());
        assertThat(joined.at("/actor").asString())
                .isEqualTo("person:" + ben.person().personId());
        assertThat(joined.at("/data/personId").asString())
                .isEqualTo(ben.person().personId().toString());
        assertThat(page.toString()).doesNotContain("Ben", ben.person().email(), "sealed", "secret", "confirmation\"");
    }

    @Test
    void goesOnFromEveryCursorWithTheSameEvents() {
        company.employee("Ben Beech");
        var events = all(company.admin(), own);

        assertThat(events).hasSizeGreaterThan(4);
        for (var i = 0; i < events.size(); i++) {
            var after = own + "&after=" + events.get(i).at("/cursor").asString();
            assertThat(all(company.admin(), after)).isEqualTo(events.subList(i + 1, events.size()));
            assertThat(all(company.admin(), after + "&limit=1")).isEqualTo(events.subList(i + 1, events.size()));
        }
    }

    @Test
    void filtersByTypeAndSubject() {
        var ben = company.employee("Ben Beech");
        company.employee("Cleo Cedar");

        assertThat(all(company.admin(), own + "&type=io.customeraccounts.customer.user-joined"))
                .hasSize(3);
        assertThat(all(
                        company.admin(),
                        own + "&type=io.customeraccounts.customer.user-joined"
                                + "&type=io.customeraccounts.customer.user-invited"))
                .hasSize(5);
        assertThat(all(company.admin(), own + "&type=user-joined")).isEmpty();
        assertThat(all(company.admin(), own + "&subject=" + ben.membershipId()))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.at("/data/membershipId").asString()).isEqualTo(ben.membershipId()));
    }

    @Test
    void keepsTheFilterFromPageToPageHoweverItIsEscaped() {
        var ben = company.employee("Ben Beech");
        company.employee("Cleo Cedar");
        var plain = all(
                company.admin(),
                own + "&subject=" + ben.membershipId()
                        + "&type=io.customeraccounts.customer.user-joined&type=io.customeraccounts.customer.invitation-accepted");
        var escaped = "?customer=" + escaped(company.id()) + "&subject=" + escaped(ben.membershipId())
                + "&type=" + escaped("io.customeraccounts.customer.user-joined")
                + "&type=" + escaped("a&type=b;c=%2E +\"ä€")
                + "&type=" + escaped("io.customeraccounts.customer.invitation-accepted");

        assertThat(plain).hasSize(2);
        assertThat(all(company.admin(), EVENTS + escaped)).isEqualTo(plain);
        assertThat(all(company.admin(), EVENTS + escaped + "&limit=1")).isEqualTo(plain);
        assertThat(all(company.admin(), EVENTS + "?limit=1&" + escaped.substring(1)))
                .isEqualTo(plain);
    }

    /** Every byte as an escape, which means the same. */
    private static String escaped(String text) {
        return HexFormat.of().withUpperCase().withPrefix("%").formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answersAWaitingReaderAsSoonAsSomethingHappens() throws Exception {
        var end = next(end(company.admin(), own));
        var waiting = CompletableFuture.supplyAsync(() -> company.admin().get(end + "&wait=50"));
        company.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_EMPLOYEE")
                .expect(201);

        var page = waiting.get(20, TimeUnit.SECONDS).expect(200);

        assertThat(page.json().at("/0/type").asString()).isEqualTo("io.customeraccounts.customer.user-invited");
        assertThat(next(page)).isNotEqualTo(end);
    }

    @Test
    void answersAnEmptyPageWithACursorWhenNothingHappens() {
        var end = next(end(company.admin(), own));
        var started = System.nanoTime();
        var page = company.admin().get(end + "&wait=1").expect(200);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(900));
        assertThat(page.json()).isEmpty();
        assertThat(page.header("Content-Type")).isEqualTo("application/cloudevents-batch+json");
        assertThat(next(page)).contains("after=");
    }

    @Test
    void refusesWhatIsNoCursorNumberOrCustomer() {
        var admin = company.admin();
        admin.get(own + "&after=nonsense")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "after", "cursor-unknown");
        admin.get(own + "&after=AAAA", "Accept", "text/event-stream")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "after", "cursor-unknown");
        admin.get(own, "Accept", "text/event-stream", "Last-Event-ID", "nonsense")
                .expectProblem(400, "malformed-request")
                .expectError("header", "Last-Event-ID", "cursor-unknown");
        for (var wrong : List.of("limit=0", "limit=1001", "limit=x", "wait=61", "wait=-1")) {
            admin.get(own + "&" + wrong).expectProblem(400, "malformed-request");
        }
        admin.get(EVENTS + "?customer=nobody").expectProblem(404, "not-found");
        admin.get(own, "Accept", "application/xml").expectProblem(406, "not-acceptable");
    }

    @Test
    void tellsAReaderThatItsPlaceIsOfAnotherHistory() {
        var last = all(company.admin(), own).getLast().at("/position").asString();
        var elsewhere = new FeedCursor(Long.parseLong(last), new byte[12]).text();

        company.admin().get(own + "&after=" + elsewhere).expectProblem(410, "cursor-gone");
        company.admin()
                .get(own, "Accept", "text/event-stream", "Last-Event-ID", elsewhere)
                .expectProblem(410, "cursor-gone");
    }

    @Test
    void opensAllEventsOnlyToThoseWhoMaySeeEveryCustomer() {
        company.admin().get(EVENTS).expectProblem(403, "not-permitted");
        service.client(company.id(), Scope.HISTORY_READ).get(EVENTS).expectProblem(403, "not-permitted");
        service.client(company.id(), Scope.HISTORY_READ).get(own).expect(200);
        service.auditor().get(EVENTS + "?limit=1").expect(200);
    }

    private List<JsonNode> all(Client reader, String from) {
        awaitSealed(service.bean(Ledger.class));
        var events = new ArrayList<JsonNode>();
        var next = from;
        for (var page = reader.get(next).expect(200); ; page = reader.get(next).expect(200)) {
            page.json().forEach(events::add);
            if (next.equals(next(page))) {
                return events;
            }
            next = next(page);
        }
    }

    private Reply end(Client reader, String from) {
        awaitSealed(service.bean(Ledger.class));
        var page = reader.get(from).expect(200);
        for (var next = next(page); ; next = next(page)) {
            page = reader.get(next).expect(200);
            if (next.equals(next(page))) {
                return page;
            }
        }
    }

    private static String next(Reply page) {
        return page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
    }

    private static void awaitSealed(Ledger ledger) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (ledger.progress().unsealed() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
