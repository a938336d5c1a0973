package io.customeraccounts.api.systems;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Platform;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.project.Resources.Resource;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.systems.SqlResources;
import io.customeraccounts.projections.testing.Databases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Databases.class)
class SystemsApiTest {

    private static final String SYSTEMS = "/api/v1/operations/systems";

    private static final Map<Databases, TestService> SERVICES = new EnumMap<>(Databases.class);

    private final TestService service;
    private final Happened happened;

    SystemsApiTest(Databases kind) {
        service = SERVICES.computeIfAbsent(kind, TestService::with);
        happened = new Happened(service);
    }

    @AfterAll
    static void close() {
        SERVICES.values().forEach(TestService::close);
    }

    private static String location() {
        return "east-" + TestService.unique();
    }

    private Platform platform(String... locations) {
        return service.platform("Cloud " + TestService.unique(), locations);
    }

    @Test
    void isRegisteredWithAReasonByAnOperator() {
        var location = location();
        var body = "{\"name\":\"Cloud %s\",\"locations\":[\"%s\"]}".formatted(location, location);

        service.operator().post(SYSTEMS, body).expectProblem(422, "reason-required");
        service.auditor().post(SYSTEMS, body, "Reason", "x").expectProblem(403, "not-permitted");
        var registered =
                service.operator().post(SYSTEMS, body, "Reason", "a new region").expect(201);

        assertThat(registered.header("Location")).isEqualTo(SYSTEMS + "/" + registered.text("/id"));
        assertThat(registered.text("/clientSecret")).hasSizeGreaterThan(40);
        var shown = service.operator().get(registered.header("Location")).expect(200);
        assertThat(shown.text("/clientSecret")).isEmpty();
        assertThat(shown.text("/locations/0")).isEqualTo(location);
        assertThat(shown.text("/changes/0/kind")).isEqualTo("REGISTERED");
        assertThat(shown.text("/changes/0/reason")).isEqualTo("a new region");
        assertThat(shown.text("/changes/0/by")).startsWith("operator:");
        service.operator().post(SYSTEMS, body, "Reason", "again").expectProblem(409, "system-in-use");
        assertThat(service.anonymous().get("/api/v1/locations").status()).isEqualTo(401);
        assertThat(Company.of(service)
                        .admin()
                        .get("/api/v1/locations")
                        .expect(200)
                        .body())
                .contains("{\"name\":\"global\",\"onEveryProject\":true}", location);
    }

    @Test
    void saysWhatIsWrongWithARegistration() {
        var operator = service.operator();
        operator.post(SYSTEMS, "{\"name\":\"x\",\"locations\":[]}", "Reason", "x")
                .expectProblem(400, "malformed-request")
                .expectError("pointer", "#/locations", "missing");
        operator.post(SYSTEMS, "{\"name\":\"x\",\"locations\":[\"EAST\"]}", "Reason", "x")
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/locations/0", "identifier-malformed");
        operator.post(SYSTEMS, "{\"name\":\"x\",\"locations\":[\"east\"],\"clientId\":\"me\"}", "Reason", "x")
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/clientId", "client-made-here");
    }

    @Test
    void isChangedOnlyAsItWasLastSeen() {
        var location = location();
        var cloud = platform(location);
        var etag = service.operator().get(cloud.operationsPath()).expect(200).etag();
        var change = "{\"name\":\"%s\",\"locations\":[\"%s\",\"%s\"]}".formatted(cloud.name(), location, location());

        var changed = service.operator()
                .send("PUT", cloud.operationsPath(), change, "Reason", "one more", "If-Match", etag)
                .expect(200);
        assertThat(changed.json().at("/locations").size()).isEqualTo(2);
        var refused = service.operator()
                .send("PUT", cloud.operationsPath(), change, "Reason", "one more", "If-Match", etag)
                .expectProblem(412, "version-mismatch");
        assertThat(refused.json().at("/current/locations").size()).isEqualTo(2);
        var again = service.operator()
                .send("PUT", cloud.operationsPath(), change, "Reason", "one more")
                .expect(200);
        assertThat(again.etag()).isEqualTo(changed.etag());
    }

    @Test
    void isLetInWithItsOwnSecretOnlyAndUntilItIsRemoved() {
        var cloud = platform(location());
        var other = platform(location());
        assertThat(cloud.client().get(cloud.path()).expect(200).text("/progress/lagSeconds"))
                .isEqualTo("0");
        cloud.client().get(other.path()).expectProblem(404, "not-found");
        cloud.client().get("/api/v1/customers").expectProblem(403, "not-permitted");
        cloud.client().get(Company.of(service).path()).expectProblem(404, "not-found");
        service.operator().get(cloud.path()).expectProblem(403, "not-permitted");
        var less = service.withToken(service.systemToken(cloud.clientId(), cloud.clientSecret(), "")
                .expect(200)
                .text("/access_token"));
        less.get(cloud.path()).expectProblem(403, "not-permitted");

        var replaced = service.operator()
                .post(cloud.operationsPath() + "/secret", null, "Reason", "leaked")
                .expect(200);
        service.systemToken(cloud.clientId(), cloud.clientSecret(), "systems:report")
                .expect(401);
        service.systemToken(cloud.clientId(), replaced.text("/clientSecret"), "systems:report")
                .expect(200);

        service.operator().delete(cloud.operationsPath(), "Reason", "gone").expect(204);
        cloud.client().get(cloud.path()).expect(401);
        service.systemToken(cloud.clientId(), replaced.text("/clientSecret"), "systems:report")
                .expect(401);
        service.operator().delete(cloud.operationsPath(), "Reason", "gone").expectProblem(404, "not-found");
        assertThat(service.operator().get(cloud.operationsPath()).expect(200).text("/changes/0/kind"))
                .isEqualTo("REMOVED");
    }

    @Test
    void reportsWhatRemainsOfAProject() {
        var location = location();
        var cloud = platform(location);
        var project = happened.project(Company.of(service), location);
        assertThat(remaining(project).unknown()).containsExactly(cloud.name());

        cloud.report(project.toString(), location, "vm 1", "vm 2").expect(204);
        assertThat(remaining(project).remaining())
                .containsExactly(
                        new Resource(cloud.name(), new LocationName(location), "vm 1"),
                        new Resource(cloud.name(), new LocationName(location), "vm 2"));
        cloud.reportOf("2026-03-02T11:59:59Z", project.toString(), location).expectProblem(409, "report-outdated");
        cloud.reportOf(Instant.now().plusSeconds(90).toString(), project.toString(), location)
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/reportedAt", "time-ahead");
        cloud.report(UUID.randomUUID().toString(), location).expectProblem(404, "not-found");
        cloud.report(project.toString(), "global").expectProblem(404, "not-found");
        cloud.report(project.toString(), location).expect(204);
        assertThat(remaining(project).isEmpty()).isTrue();
    }

    @Test
    void reportsAThousandResourcesAndNoMore() {
        var location = location();
        var cloud = platform(location);
        var project = happened.project(Company.of(service), location).toString();
        var names = IntStream.range(0, 1_000).mapToObj(i -> "ä".repeat(190) + i).toList();

        cloud.report(project, location, names.toArray(String[]::new)).expect(204);

        var more = new ArrayList<>(names);
        more.add("one more");
        cloud.report(project, location, more.toArray(String[]::new))
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/resources", "too-many");
    }

    @Test
    void isToldThatAProjectIsNotThereAnyMore() {
        var location = location();
        var cloud = platform(location);
        var company = Company.of(service);
        var project = happened.project(company, location);
        cloud.report(project.toString(), location).expect(204);
        happened.event(new LocationRemoved(Happened.customer(company), project, new LocationName(location)));

        cloud.report(project.toString(), location, "vm").expectProblem(410, "project-not-there");
        assertThat(remaining(project).isEmpty()).isTrue();
    }

    private io.customeraccounts.domain.project.Resources.Report remaining(ProjectId project) {
        return new TransactionTemplate(service.bean(PlatformTransactionManager.class))
                .execute(transaction -> service.bean(SqlResources.class).in(project));
    }

    /** As a system does it: reads page after page, and confirms each. */
    private static List<String> readAndConfirm(Platform platform) {
        var types = new ArrayList<String>();
        var next = "/api/v1/events?limit=1000";
        for (var last = ""; !next.equals(last); ) {
            last = next;
            var page = platform.client().get(next).expect(200);
            page.json().forEach(event -> types.add(event.at("/type").asString()));
            next = page.header("Link").replaceAll("^<([^>]*)>.*", "$1");
            platform.confirm(next.replaceAll(".*after=([^&]*).*", "$1")).expect(200);
        }
        return types;
    }

    @Test
    void confirmsTheRemovalOfAUser() {
        var location = location();
        var cloud = platform(location);
        var lab = platform(location);
        var company = Company.of(service);
        var ben = company.employee("Ben Beech");
        var project = happened.project(company, location);
        assertThat(systems(company)).isEqualTo("{\"confirmed\":2,\"of\":2,\"missing\":[]}");
        company.admin().get(ben.path() + "/revocation").expectProblem(404, "user-not-found");

        var admin = company.admin();
        var before = admin.get(company.path()).expect(200);
        assertThat(before.json().at("/systems")).hasToString("{\"confirmed\":2,\"of\":2}");
        admin.get(company.path(), "If-None-Match", before.etag()).expect(304);
        admin.patch(company.path(), "{\"name\":\"Never\"}", "If-Match", "\"9.2-2\"")
                .expectProblem(412, "version-mismatch");
        admin.patch(company.path(), "{\"name\":\"Renamed\"}", "If-Match", before.etag())
                .expect(200);
        before = admin.get(company.path()).expect(200);

        admin.delete(ben.path()).expect(204);

        admin.get(company.path(), "If-None-Match", before.etag()).expect(200);
        showsConfirmed(admin, company.path(), 0);
        showsConfirmed(admin, company.path() + "/projects/" + project, 0);
        var revocation = company.admin().get(ben.path() + "/revocation").expect(200);
        assertThat(revocation.json().at("/systems/confirmed").asInt()).isZero();
        assertThat(revocation.json().at("/systems/of").asInt()).isEqualTo(2);
        assertThat(revocation.json().at("/systems/missing").valueStream())
                .extracting(missing -> missing.at("/name").asString())
                .containsExactlyInAnyOrder(cloud.name(), lab.name());
        assertThat(revocation.text("/systems/missing/0/since")).isEqualTo(revocation.text("/endedAt"));

        happened.event(new ProjectAccessRevoked(
                Happened.customer(company),
                project,
                new GrantId(UUID.randomUUID()),
                MembershipId.parse(ben.membershipId()),
                RevocationCause.USER_REMOVED));
        happened.sealed();
        assertThat(readAndConfirm(cloud))
                .containsExactly(
                        "io.customeraccounts.project.created",
                        "io.customeraccounts.customer.user-removed",
                        "io.customeraccounts.project.access-revoked");
        revocation = company.admin().get(ben.path() + "/revocation").expect(200);
        assertThat(revocation.json().at("/systems/confirmed").asInt()).isEqualTo(1);
        assertThat(revocation.text("/systems/missing/0/name")).isEqualTo(lab.name());
        showsConfirmed(admin, company.path(), 1);
        showsConfirmed(admin, company.path() + "/projects/" + project, 1);
        readAndConfirm(lab);
        showsConfirmed(admin, company.path(), 2);
        showsConfirmed(admin, company.path() + "/projects/" + project, 2);
        assertThat(systems(company)).isEqualTo("{\"confirmed\":2,\"of\":2,\"missing\":[]}");
        revocation = company.admin().get(ben.path() + "/revocation").expect(200);
        assertThat(revocation.json().at("/systems/confirmed").asInt()).isEqualTo(2);
        Company.of(service).admin().get(ben.path() + "/revocation").expectProblem(404, "not-found");
    }

    /** In the resource itself. */
    private static void showsConfirmed(Client admin, String path, int confirmed) {
        var shown = admin.get(path).expect(200);
        assertThat(shown.json().at("/systems")).hasToString("{\"confirmed\":%d,\"of\":2}".formatted(confirmed));
    }

    private static String systems(Company company) {
        return company.admin().get(company.path() + "/systems").expect(200).body();
    }

    @Test
    void seesOnlyWhatIsInItsLocations() {
        var location = location();
        var cloud = platform(location);
        var ours = Company.of(service);
        var foreign = Company.of(service);
        happened.project(ours, location);
        happened.project(foreign, location());
        ours.admin().delete(ours.employee("Ben Beech").path()).expect(204);
        foreign.admin().delete(foreign.employee("Cleo Cedar").path()).expect(204);
        happened.sealed();

        assertThat(readAndConfirm(cloud))
                .containsExactly("io.customeraccounts.project.created", "io.customeraccounts.customer.user-removed");
        assertThat(cloud.client()
                        .get("/api/v1/events?customer=" + foreign.id())
                        .expect(200)
                        .body())
                .isEqualTo("[]");
        assertThat(cloud.client()
                        .get("/api/v1/events?customer=" + ours.id())
                        .expect(200)
                        .body())
                .contains("project.created")
                .doesNotContain("user-invited");
    }

    @Test
    void confirmsNoPlaceThatIsNone() {
        var cloud = platform(location());
        cloud.confirm("nonsense")
                .expectProblem(400, "malformed-request")
                .expectError("pointer", "#/cursor", "cursor-unknown");
        var elsewhere = TestService.shared(Databases.H2);
        Company.of(elsewhere);
        var cursor = elsewhere
                .auditor()
                .get("/api/v1/events?wait=5&limit=1")
                .expect(200)
                .text("/0/cursor");
        cloud.confirm(cursor).expectProblem(410, "cursor-gone");
    }

    private Reply list() {
        return service.operator().get(SYSTEMS).expect(200);
    }

    @Test
    void showsOperatorsHowFarEachSystemIs() {
        var location = location();
        var cloud = platform(location);
        var company = Company.of(service);
        happened.project(company, location);
        company.admin().delete(company.employee("Ben Beech").path()).expect(204);

        assertThat(list().json().at("/items").valueStream()).anySatisfy(system -> {
            assertThat(system.at("/id").asString()).isEqualTo(cloud.id());
            assertThat(system.at("/progress/lagSeconds").asLong()).isNotNegative();
            assertThat(system.at("/changes").isMissingNode()).isTrue();
        });
    }
}
