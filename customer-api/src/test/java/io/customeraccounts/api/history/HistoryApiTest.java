package io.customeraccounts.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Rule: History and audit. What has happened, in sentences, over HTTP. */
@ParameterizedClass
@EnumSource
class HistoryApiTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final TestService service;
    private Company acme;

    HistoryApiTest(Databases kind) {
        service = TestService.shared(kind);
    }

    @BeforeEach
    void open() {
        acme = Company.of(service);
    }

    private Reply read(String what, String... headers) {
        return acme.admin().get(acme.path() + what, headers).expect(200);
    }

    private static List<String> texts(Reply reply, String pointer) {
        return StreamSupport.stream(reply.json().at("/items").spliterator(), false)
                .map(item -> item.at(pointer).asString(""))
                .toList();
    }

    @Test
    void tellsWhatHasHappenedTheLatestFirst() {
        var ben = acme.employee("Ben Beech");
        acme.admin()
                .patch(
                        ben.path(),
                        "{\"group\":\"CUSTOMER_ADMIN\"}",
                        "If-Match",
                        acme.admin().get(ben.path()).etag())
                .expect(200);
        acme.admin().delete(ben.path()).expect(204);

        var history = read("/history");
        assertThat(history.json().at("/known/complete").asBoolean()).isTrue();
        assertThat(texts(history, "/sentence"))
                .startsWith(
                        "Anna Admin removed Ben Beech.",
                        "Anna Admin changed the group of Ben Beech from Customer Employee to Customer Admin.",
                        "Ben Beech became a user, as Customer Employee.",
                        "Ben Beech accepted the invitation.",
                        "Anna Admin invited Ben Beech as Customer Employee.");
        assertThat(texts(history, "/actorName")).startsWith("Anna Admin");
        assertThat(texts(read("/history", "Accept-Language", "de"), "/sentence"))
                .startsWith(
                        "Anna Admin hat Ben Beech entfernt.",
                        "Anna Admin hat die Gruppe von Ben Beech von Kundenmitarbeiter in Kundenadministrator geändert.");
        assertThat(texts(read("/users/" + ben.membershipId() + "/history"), "/event"))
                .containsExactly(
                        "customer.user-removed",
                        "customer.group-changed",
                        "customer.user-joined",
                        "customer.invitation-accepted");
    }

    @Test
    void isFilteredAndReadPageByPage() {
        var ben = acme.employee("Ben Beech");
        acme.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_ADMIN")
                .expect(201);

        assertThat(texts(read("/history?event=customer.user-invited"), "/sentence"))
                .containsExactly(
                        "Anna Admin invited Ida Invited as Customer Admin.",
                        "Anna Admin invited Ben Beech as Customer Employee.");
        assertThat(texts(read("/history?actor=person:" + ben.person().personId()), "/event"))
                .containsExactly("customer.user-joined", "customer.invitation-accepted");
        assertThat(texts(read("/history?subject=" + ben.membershipId()), "/event"))
                .containsExactly("customer.user-joined", "customer.invitation-accepted");
        var joined = read("/history?event=customer.user-joined&limit=1");
        assertThat(texts(read("/history?cause=" + joined.text("/items/0/cause")), "/event"))
                .containsExactly("customer.user-joined", "customer.invitation-accepted");
        assertThat(texts(read("/history?to=" + joined.text("/items/0/time")), "/event"))
                .doesNotContain("customer.invitation-accepted")
                .contains("customer.opened");
        var rest = read("/history?event=customer.user-joined&limit=1&cursor=" + joined.text("/next"));
        assertThat(texts(rest, "/sentence")).containsExactly("Anna Admin became a user, as Customer Admin.");
        acme.admin()
                .get(acme.path() + "/history?actor=nobody")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "actor", "not-an-actor");
        acme.admin()
                .get(acme.path() + "/history?subject=x")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "subject", "not-an-id");
    }

    @Test
    void showsAnEventWithWhatItFollowsFrom() {
        var ben = acme.employee("Ben Beech");
        var portal = acme.withPayment().project("portal");
        portal.assign(ben, "PROJECT_USER").expect(201);
        acme.admin().delete(ben.path()).expect(204);
        Waiting.until(() ->
                texts(read("/projects/" + portal.id() + "/history"), "/event").contains("project.access-revoked"));

        var revoked = read("/projects/" + portal.id() + "/history?event=project.access-revoked");
        assertThat(texts(revoked, "/sentence"))
                .containsExactly("The access of Ben Beech to Project portal was revoked because the user was removed.");
        var raw = read("/history/" + revoked.json().at("/items/0/position").asLong());
        assertThat(raw.text("/data/cause")).isEqualTo("USER_REMOVED");
        assertThat(raw.text("/data/membershipId")).isEqualTo(ben.membershipId());
        assertThat(raw.json().at("/causes")).hasSize(1);
        assertThat(raw.text("/causes/0/event")).isEqualTo("customer.user-removed");
        assertThat(raw.text("/causes/0/actorName")).isEqualTo("Anna Admin");
        assertThat(raw.text("/entry/actor")).startsWith("policy:");
        assertThat(raw.text("/causes/0/id")).isEqualTo(raw.text("/entry/cause"));
        for (var position : List.of("0", "999999999999", "x")) {
            acme.admin().get(acme.path() + "/history/" + position).expectProblem(404, "not-found");
        }
        var other = Company.of(service);
        other.admin()
                .get(other.path() + "/history/"
                        + raw.json().at("/entry/position").asLong())
                .expectProblem(404, "not-found");
    }

    @Test
    void isToldAsItHappens() throws Exception {
        // Waits until what has happened before has its place.
        assertThat(read("/history").json().at("/known/complete").asBoolean()).isTrue();
        var http = HttpClient.newHttpClient();
        var lines = new LinkedBlockingQueue<String>();
        try (var stream = follow(http, "", lines)) {
            assertThat(stream).isNotNull();
            acme.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_ADMIN")
                    .expect(201);

            var line = lines.poll(10, TimeUnit.SECONDS);
            assertThat(line).isNotNull();
            assertThat(JSON.readTree(line).at("/sentence").asString())
                    .isEqualTo("Anna Admin invited Ida Invited as Customer Admin.");
            assertThat(JSON.readTree(line).at("/event").asString()).isEqualTo("customer.user-invited");
        } finally {
            http.shutdownNow();
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void tellsLiveOnlyWhatTheFiltersAskFor() throws Exception {
        var ben = acme.employee("Ben Beech");
        var carla = acme.employee("Carla Cole");
        var joined = read("/history?subject=" + carla.membershipId() + "&event=customer.user-joined");
        var person = joined.json().at("/items/0/personId").asString();
        var filters = new LinkedHashMap<String, String>();
        filters.put("event", "?event=customer.user-removed");
        filters.put("subject", "?subject=" + ben.membershipId());
        filters.put("person", "?subject=" + person);
        filters.put("actor", "?actor=person:" + acme.admin().personId());
        filters.put("nobody", "?actor=person:" + UUID.randomUUID());
        filters.put("cause", "?cause=" + UUID.randomUUID());
        filters.put("later", "?from=2999-01-01T00:00:00Z");
        filters.put("earlier", "?to=2020-01-01T00:00:00Z");
        filters.put("now", "?from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z");
        var http = HttpClient.newHttpClient();
        var told = new HashMap<String, LinkedBlockingQueue<String>>();
        var streams = new ArrayList<InputStream>();
        try {
            for (var filter : filters.entrySet()) {
                var lines = new LinkedBlockingQueue<String>();
                told.put(filter.getKey(), lines);
                streams.add(follow(http, filter.getValue(), lines));
            }
            acme.admin().delete(carla.path()).expect(204);
            acme.admin().delete(ben.path()).expect(204);

            Awaitility.await()
                    .until(() ->
                            told.get("now").size() == 2 && told.get("event").size() == 2);
            Awaitility.await()
                    .until(() -> told.get("subject").size() == 1
                            && told.get("person").size() == 1);
            Awaitility.await().until(() -> told.get("actor").size() == 2);
        } finally {
            for (var stream : streams) {
                stream.close();
            }
            http.shutdownNow();
        }
        assertThat(told.get("subject").peek()).contains("removed Ben Beech");
        assertThat(told.get("person").peek()).contains("removed Carla Cole");
        assertThat(List.of(told.get("nobody"), told.get("cause"), told.get("later"), told.get("earlier")))
                .allSatisfy(lines -> assertThat(lines).isEmpty());
        acme.admin()
                .get(acme.path() + "/history?actor=somebody", "Accept", "text/event-stream")
                .expect(400);
    }

    private InputStream follow(HttpClient http, String filters, Collection<String> told) throws Exception {
        var request = HttpRequest.newBuilder(service.base().resolve(acme.path() + "/history" + filters))
                .header("Authorization", "Bearer " + acme.admin().token())
                .header("Accept", "text/event-stream")
                .build();
        var stream = http.send(request, BodyHandlers.ofInputStream()).body();
        Thread.ofVirtual()
                .start(() -> new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> line.startsWith("data:"))
                        .forEach(line -> told.add(line.substring("data:".length()))));
        return stream;
    }

    @Test
    void tellsAuditorsAndOperatorsOfAllCustomers() {
        var ben = acme.employee("Ben Beech");
        var other = Company.of(service);
        other.join(ben.person(), "CUSTOMER_ADMIN");
        read("/history");
        new Company(service, other.admin(), other.id(), other.path())
                .admin()
                .get(other.path() + "/history")
                .expect(200);
        var path = "/api/v1/history?event=customer.user-joined&person="
                + ben.person().personId();

        for (var reader : List.of(service.auditor(), service.operator())) {
            var joined = reader.get(path).expect(200);
            assertThat(texts(joined, "/customerId")).containsExactly(other.id(), acme.id());
            assertThat(texts(joined, "/sentence"))
                    .containsExactly(
                            "Ben Beech became a user, as Customer Admin.",
                            "Ben Beech became a user, as Customer Employee.");
            assertThat(texts(reader.get(path + "&customer=" + acme.id()).expect(200), "/customerId"))
                    .containsExactly(acme.id());
        }
        service.client(acme.id(), Scope.values()).get(path).expectProblem(403, "not-permitted");
        acme.admin().get(path).expectProblem(403, "not-permitted");
    }

    @Test
    void isReadByThePartnerWhoseGroupMay() {
        var partner = Company.partner(service);
        var managed = partner.manage();
        var path = managed.path() + "/projects/" + UUID.randomUUID() + "/history";

        var history = partner.admin().get(managed.path() + "/history").expect(200);
        assertThat(texts(history, "/event")).containsExactly("customer.managed-customer-created");
        assertThat(texts(history, "/reason"))
                .allSatisfy(reason -> assertThat(reason).isNotEmpty());
        partner.admin().get(managed.path() + "/as-of").expect(200);
        var ops = partner.join("Olga Ops", "OPS_SUPPORT").person();
        ops.get(managed.path() + "/history").expectProblem(403, "not-permitted");
        ops.get(path).expectProblem(404, "project-not-found");
        var controller = partner.join("Carl Control", "CONTROLLER").person();
        controller.get(path).expectProblem(403, "not-permitted");
        Company.partner(service).admin().get(managed.path() + "/history").expectProblem(404, "not-found");
    }
}
