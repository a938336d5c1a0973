package io.customeraccounts.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Happened;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules: Removal, Projects. Whether somebody may use or manage a project, asked over HTTP. */
@ParameterizedClass
@EnumSource
class AccessApiTest {

    private final TestService service;
    private Company acme;
    private Company.User ben;
    private Client gateway;
    private String project;

    AccessApiTest(Databases kind) {
        service = TestService.shared(kind);
    }

    @BeforeEach
    void open() {
        acme = Company.of(service);
        ben = acme.employee("Ben Beech");
        gateway = service.client(acme.id(), Scope.ACCESS_READ);
        project = created();
    }

    private String created() {
        var id = new ProjectId(UUID.randomUUID());
        Happened.in(
                service,
                new ProjectCreated(
                        CustomerId.parse(acme.id()),
                        id,
                        "apollo",
                        "Apollo",
                        new PaymentMethodId(UUID.randomUUID()),
                        new BillingAddressId(UUID.randomUUID()),
                        List.of(LocationName.GLOBAL)));
        return id.toString();
    }

    private GrantId assign(Company.User user) {
        return assign(user, project);
    }

    private GrantId assign(Company.User user, String to) {
        var grant = new GrantId(UUID.randomUUID());
        Happened.in(
                service,
                new UserAssigned(
                        CustomerId.parse(acme.id()),
                        ProjectId.parse(to),
                        grant,
                        MembershipId.parse(user.membershipId()),
                        ProjectRole.PROJECT_ADMIN,
                        false,
                        null,
                        null));
        return grant;
    }

    private void unassign(Company.User user, GrantId grant) {
        Happened.in(
                service,
                new UserUnassigned(
                        CustomerId.parse(acme.id()),
                        ProjectId.parse(project),
                        grant,
                        MembershipId.parse(user.membershipId())));
    }

    private static String personId(Company.User user) {
        return user.person().personId().toString();
    }

    @Nested
    class Asked {

        private Reply ask(Client asking, String subject, String action) {
            return asking.get("/api/v1/access?%s&projectId=%s&action=%s".formatted(subject, project, action))
                    .expect(200);
        }

        private Reply ask(Client asking, Company.User user, String action) {
            return ask(asking, "personId=" + personId(user), action);
        }

        @Test
        void saysWhoMayAndWhy() {
            var grant = assign(ben);

            var use = ask(gateway, ben, "USE");
            assertThat(use.json().at("/allowed").asBoolean()).isTrue();
            assertThat(use.text("/rule")).isEqualTo("GRANT");
            assertThat(use.text("/projectRole")).isEqualTo("PROJECT_ADMIN");
            assertThat(use.text("/membershipId")).isEqualTo(ben.membershipId());
            assertThat(use.text("/grantId")).isEqualTo(grant.toString());
            assertThat(use.json().at("/because").size()).isEqualTo(2);
            assertThat(use.header("Cache-Control")).isEqualTo("no-store");
            Waiting.until(() ->
                    ask(gateway, ben, "USE").json().at("/because/1/position").asLong() > 0);

            var manage = ask(gateway, acme.adminAsUser(), "MANAGE");
            assertThat(manage.json().at("/allowed").asBoolean()).isTrue();
            assertThat(manage.text("/rule")).isEqualTo("GROUP");
        }

        @Test
        void saysWhatIsMissing() {
            assertThat(ask(gateway, ben, "USE").text("/missing")).isEqualTo("NOT_ASSIGNED");
            assertThat(ask(gateway, ben, "MANAGE").text("/missing")).isEqualTo("GROUP_MAY_NOT_MANAGE");
            assertThat(ask(gateway, "personId=" + UUID.randomUUID(), "USE").text("/missing"))
                    .isEqualTo("NOT_A_USER");
        }

        @Test
        void saysNoFromTheRemovalOn() {
            assign(ben);
            assertThat(ask(gateway, ben, "USE").json().at("/allowed").asBoolean())
                    .isTrue();

            acme.admin().delete(ben.path()).expect(204);

            var reply = ask(gateway, ben, "USE");
            assertThat(reply.json().at("/allowed").asBoolean()).isFalse();
            assertThat(reply.text("/missing")).isEqualTo("MEMBERSHIP_ENDED");
            assertThat(reply.json().at("/because").size()).isEqualTo(1);
            assertThat(ask(gateway, "membershipId=" + ben.membershipId(), "USE").text("/missing"))
                    .isEqualTo("MEMBERSHIP_ENDED");
        }

        @Test
        void tellsEveryoneAboutThemselvesButNotWhatTheyLack() {
            var denied = ask(ben.person(), ben, "USE");
            assertThat(denied.json().at("/allowed").asBoolean()).isFalse();
            assertThat(denied.json().propertyNames()).containsExactly("allowed");

            assign(ben);
            var allowed = ben.person()
                    .get("/api/v1/access?projectId=%s&action=USE".formatted(project))
                    .expect(200);
            assertThat(allowed.json().at("/allowed").asBoolean()).isTrue();
            assertThat(allowed.json().has("because")).isFalse();
            assertThat(ask(ben.person(), "membershipId=" + ben.membershipId(), "USE")
                            .json()
                            .at("/allowed")
                            .asBoolean())
                    .isTrue();
        }

        @Test
        void tellsWhoeverMayNotKnowTheSameAsOfNoProject() {
            assign(ben);
            var other = Company.of(service);
            var none = other.admin()
                    .get("/api/v1/access?personId=%s&projectId=%s&action=USE"
                            .formatted(personId(ben), UUID.randomUUID()))
                    .expect(200);

            for (var asking : List.of(
                    other.admin(),
                    service.client(other.id(), Scope.values()),
                    acme.employee("Emil Elm").person())) {
                assertThat(ask(asking, ben, "USE").body()).isEqualTo(none.body());
                assertThat(ask(asking, "membershipId=" + ben.membershipId(), "USE")
                                .body())
                        .isEqualTo(none.body());
            }
        }

        @Test
        void tellsAdminsAuditorsAndOperators() {
            for (var asking : List.of(acme.admin(), service.auditor(), service.operator())) {
                assertThat(ask(asking, ben, "USE").text("/missing")).isEqualTo("NOT_ASSIGNED");
            }
        }

        @Test
        void isForClientsThatHaveBeenAllowedToAsk() {
            service.client(acme.id(), Scope.USERS_READ, Scope.PROJECTS_READ)
                    .get("/api/v1/access?personId=%s&projectId=%s&action=USE".formatted(personId(ben), project))
                    .expectProblem(403, "not-permitted");
        }

        @Test
        void refusesQuestionsThatAreNone() {
            var path = "/api/v1/access?projectId=" + project;
            gateway.get(path + "&action=USE")
                    .expectProblem(400, "malformed-request")
                    .expectError("parameter", "personId", "missing");
            gateway.get(path + "&personId=x&action=USE")
                    .expectProblem(400, "malformed-request")
                    .expectError("parameter", "personId", "not-an-id");
            gateway.get(path + "&personId=" + personId(ben))
                    .expectProblem(400, "malformed-request")
                    .expectError("parameter", "action", "missing");
            gateway.get(path + "&action=OWN&personId=" + personId(ben))
                    .expectProblem(400, "malformed-request")
                    .expectError("parameter", "action", "not-a-choice");
        }
    }

    /** Against the examples and requirements of the OpenID AuthZEN Authorization API 1.0. */
    @Nested
    class AuthZen {

        private static final String EVALUATION = """
                {"subject":{"type":"%s","id":"%s","properties":{"department":"Sales"}},
                 "action":{"name":"%s","properties":{"method":"GET"}},
                 "resource":{"type":"project","id":"%s","properties":{"a":{"b":[1]}}},
                 "context":{"time":"1985-10-26T01:22-07:00"},"unknown":null}""";

        private Reply evaluate(Client asking, String type, String id, String action) {
            return asking.post("/access/v1/evaluation", EVALUATION.formatted(type, id, action, project));
        }

        private boolean decision(Reply reply) {
            return reply.expect(200).json().at("/decision").asBoolean();
        }

        @Test
        void evaluatesOneAccess() {
            var denied = evaluate(gateway, "person", personId(ben), "use");
            assertThat(decision(denied)).isFalse();
            assertThat(denied.text("/context/missing")).isEqualTo("NOT_ASSIGNED");
            assertThat(denied.text("/context/reason_admin/403")).isNotBlank();
            assertThat(denied.text("/context/reason_user/403")).isNotBlank();

            assign(ben);
            var allowed = evaluate(gateway, "person", personId(ben), "use");
            assertThat(decision(allowed)).isTrue();
            assertThat(allowed.header("Content-Type")).startsWith("application/json");
            assertThat(allowed.text("/context/projectRole")).isEqualTo("PROJECT_ADMIN");
            assertThat(decision(evaluate(gateway, "membership", ben.membershipId(), "use")))
                    .isTrue();
            assertThat(decision(evaluate(gateway, "membership", ben.membershipId(), "manage")))
                    .isFalse();
        }

        @Test
        void allowsNothingToWhatIsNotKnownHere() {
            for (var reply : List.of(
                    evaluate(gateway, "user", personId(ben), "use"),
                    evaluate(gateway, "person", "alice@example.com", "use"),
                    evaluate(gateway, "person", personId(ben), "can_read"))) {
                assertThat(reply.expect(200).body()).isEqualTo("{\"decision\":false}");
            }
        }

        @Test
        void refusesWhatLacksARequiredMember() {
            gateway.post(
                            "/access/v1/evaluation",
                            "{\"action\":{\"name\":\"use\"},\"resource\":{\"type\":\"project\",\"id\":\"1\"}}")
                    .expectProblem(400, "malformed-request")
                    .expectError("pointer", "#/subject", "missing");
            gateway.post(
                            "/access/v1/evaluation",
                            "{\"subject\":{\"type\":\"person\"},\"action\":{\"name\":\"use\"},\"resource\":{\"type\":\"project\",\"id\":\"1\"}}")
                    .expectProblem(400, "malformed-request")
                    .expectError("pointer", "#/subject/id", "missing");
            gateway.post("/access/v1/evaluation", "{\"subject\":7}").expectProblem(400, "malformed-request");
            gateway.post("/access/v1/evaluation", "[]").expectProblem(400, "malformed-request");
        }

        @Test
        void isForWhoeverIsSignedIn() {
            evaluate(service.anonymous(), "person", personId(ben), "use").expectProblem(401, "not-authenticated");
            evaluate(service.client(acme.id(), Scope.USERS_READ), "person", personId(ben), "use")
                    .expectProblem(403, "not-permitted");
            assertThat(evaluate(ben.person(), "person", personId(ben), "use")
                            .expect(200)
                            .body())
                    .isEqualTo("{\"decision\":false}");
        }

        @Test
        void answersWithTheIdOfTheRequest() {
            var reply = gateway.post(
                    "/access/v1/evaluation",
                    EVALUATION.formatted("person", personId(ben), "use", project),
                    "X-Request-ID",
                    "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");

            assertThat(reply.expect(200).header("X-Request-ID")).isEqualTo("bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
            assertThat(gateway.post("/access/v1/evaluation", "{}", "X-Request-ID", "7")
                            .header("X-Request-ID"))
                    .isEqualTo("7");
        }

        private static final String BATCH = """
                {"subject":{"type":"person","id":"%s"},"action":{"name":"use"},%s
                 "evaluations":[{"resource":{"type":"project","id":"%s"}},
                                {"action":{"name":"manage"},"resource":{"type":"project","id":"%s"}},
                                {"resource":{"type":"project","id":"%s"}}]}""";

        private List<Boolean> decisions(String semantic) {
            var options = semantic.isEmpty() ? "" : "\"options\":{\"evaluations_semantic\":\"" + semantic + "\"},";
            var reply = gateway.post(
                            "/access/v1/evaluations",
                            BATCH.formatted(personId(ben), options, project, project, project))
                    .expect(200);
            assertThat(reply.json().has("decision")).isFalse();
            return reply.json()
                    .at("/evaluations")
                    .valueStream()
                    .map(it -> it.at("/decision").asBoolean())
                    .toList();
        }

        @Test
        void evaluatesSeveralWithDefaultsAndAsFarAsAsked() {
            assign(ben);

            assertThat(decisions("")).containsExactly(true, false, true);
            assertThat(decisions("execute_all")).containsExactly(true, false, true);
            assertThat(decisions("deny_on_first_deny")).containsExactly(true, false);
            assertThat(decisions("permit_on_first_permit")).containsExactly(true);
        }

        @Test
        void evaluatesOneIfThereAreNoSeveral() {
            assign(ben);
            var one = EVALUATION.formatted("person", personId(ben), "use", project);

            assertThat(decision(gateway.post("/access/v1/evaluations", one))).isTrue();
            assertThat(decision(gateway.post(
                            "/access/v1/evaluations", one.replace("\"unknown\":null", "\"evaluations\":[]"))))
                    .isTrue();
        }

        @Test
        void refusesBatchesThatAreNone() {
            gateway.post("/access/v1/evaluations", "{\"evaluations\":[{},null]}")
                    .expectProblem(400, "malformed-request");
            gateway.post(
                            "/access/v1/evaluations",
                            BATCH.formatted(
                                    personId(ben),
                                    "\"options\":{\"evaluations_semantic\":\"some\"},",
                                    project,
                                    project,
                                    project))
                    .expectProblem(400, "malformed-request")
                    .expectError("pointer", "#/options/evaluations_semantic", "not-a-choice");
            var many = "{\"evaluations\":[%s]}"
                    .formatted(String.join(
                            ",", IntStream.range(0, 101).mapToObj(i -> "{}").toList()));
            gateway.post("/access/v1/evaluations", many)
                    .expectProblem(400, "malformed-request")
                    .expectError("pointer", "#/evaluations", "too-many");
        }

        private Reply search(Client asking, String what, String body) {
            return asking.post("/access/v1/search/" + what, body);
        }

        private static List<String> ids(Reply reply) {
            return reply.expect(200)
                    .json()
                    .at("/results")
                    .valueStream()
                    .map(it -> it.at("/id").asString())
                    .toList();
        }

        @Test
        void findsSubjects() {
            assign(ben);
            var body = """
                    {"subject":{"type":"%s"},"action":{"name":"%s"},"resource":{"type":"project","id":"%s"}}""";

            assertThat(ids(search(gateway, "subject", body.formatted("person", "use", project))))
                    .containsExactly(personId(ben));
            assertThat(ids(search(gateway, "subject", body.formatted("membership", "manage", project))))
                    .containsExactly(acme.adminAsUser().membershipId());
            assertThat(ids(search(gateway, "subject", body.formatted("user", "use", project))))
                    .isEmpty();
            assertThat(ids(search(ben.person(), "subject", body.formatted("person", "use", project))))
                    .isEmpty();
            assertThat(ids(search(
                            service.client(Company.of(service).id(), Scope.ACCESS_READ),
                            "subject",
                            body.formatted("person", "use", project))))
                    .isEmpty();
            search(gateway, "subject", "{}").expectProblem(400, "malformed-request");
        }

        @Test
        void findsResourcesInPages() {
            var second = created();
            assign(ben);
            assign(ben, second);
            var body = """
                    {"subject":{"type":"person","id":"%s"},"action":{"name":"use"},"resource":{"type":"project"}%s}""".formatted(personId(ben), ",\"page\":{\"limit\":1%s}");

            var first = search(gateway, "resource", body.formatted(""));
            assertThat(ids(first)).hasSize(1);
            var token = first.text("/page/next_token");
            var next = search(gateway, "resource", body.formatted(",\"token\":\"%s\"".formatted(token)));
            assertThat(next.expect(200).text("/page/next_token")).isEmpty();
            assertThat(next.json().at("/page/next_token").isString()).isTrue();
            assertThat(List.of(ids(first).getFirst(), ids(next).getFirst())).containsExactlyInAnyOrder(project, second);

            search(
                            gateway,
                            "resource",
                            body.formatted(",\"token\":\"%s\"".formatted(token)).replace("\"use\"", "\"manage\""))
                    .expectProblem(400, "malformed-request")
                    .expectError("pointer", "#/page/token", "cursor-unknown");
            search(gateway, "resource", body.formatted("").replace("1}", "201}"))
                    .expectProblem(400, "malformed-request")
                    .expectError("pointer", "#/page/limit", "not-a-number");
        }

        @Test
        void findsResourcesForThoseWhoMayKnow() {
            assign(ben);
            var byPerson = """
                    {"subject":{"type":"person","id":"%s"},"action":{"name":"use"},"resource":{"type":"project"}}""".formatted(personId(ben));
            var byMembership = byPerson.replace("person", "membership").replace(personId(ben), ben.membershipId());

            assertThat(ids(search(ben.person(), "resource", byPerson))).containsExactly(project);
            assertThat(ids(search(service.auditor(), "resource", byPerson))).containsExactly(project);
            assertThat(ids(search(acme.admin(), "resource", byMembership))).containsExactly(project);
            assertThat(ids(search(Company.of(service).admin(), "resource", byMembership)))
                    .isEmpty();
            assertThat(ids(search(service.client(Company.of(service).id(), Scope.ACCESS_READ), "resource", byPerson)))
                    .isEmpty();
        }

        @Test
        void findsActions() {
            var body = """
                    {"subject":{"type":"person","id":"%s"},"resource":{"type":"project","id":"%s"}}""";
            var grant = assign(acme.adminAsUser());
            var admin = body.formatted(personId(acme.adminAsUser()), project);

            assertThat(names(search(gateway, "action", admin))).containsExactly("use", "manage");
            unassign(acme.adminAsUser(), grant);
            assertThat(names(search(gateway, "action", admin))).containsExactly("manage");
            assertThat(names(search(gateway, "action", body.formatted(personId(ben), project))))
                    .isEmpty();
        }

        private static List<String> names(Reply reply) {
            return reply.expect(200)
                    .json()
                    .at("/results")
                    .valueStream()
                    .map(it -> it.at("/name").asString())
                    .toList();
        }

        @Test
        void saysWhereItIs() {
            var metadata = service.anonymous()
                    .get("/.well-known/authzen-configuration")
                    .expect(200);
            var base = metadata.text("/policy_decision_point");

            assertThat(metadata.header("Content-Type")).startsWith("application/json");
            assertThat(base).startsWith("http").doesNotEndWith("/");
            assertThat(metadata.text("/access_evaluation_endpoint")).isEqualTo(base + "/access/v1/evaluation");
            assertThat(metadata.text("/access_evaluations_endpoint")).isEqualTo(base + "/access/v1/evaluations");
            assertThat(metadata.text("/search_subject_endpoint")).isEqualTo(base + "/access/v1/search/subject");
            assertThat(metadata.text("/search_resource_endpoint")).isEqualTo(base + "/access/v1/search/resource");
            assertThat(metadata.text("/search_action_endpoint")).isEqualTo(base + "/access/v1/search/action");
        }
    }
}
