package io.customeraccounts.api.projects;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class ProjectsApiTest {

    @Parameter
    Databases kind;

    private TestService service;
    private Company acme;

    /** That a system serves once it is asked to. */
    private String location;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        acme = Company.of(service);
        location = "eu-" + TestService.unique();
    }

    @Test
    void createsNoProjectBeforeThereIsAPaymentMethod() {
        service.platform("Cloud " + location, location);
        createThere("portal").expectProblem(409, "payment-method-required");
        acme.withPayment();
        var created = createThere("portal").expect(201);

        assertThat(created.json().at("/locations").toString()).isEqualTo("[\"global\",\"%s\"]".formatted(location));
        assertThat(created.text("/state")).isEqualTo("ACTIVE");
        // And how many connected systems have applied what happened there.
        assertThat(acme.admin().get(created.header("Location")).expect(200).etag())
                .startsWith(created.etag().replaceFirst("\"$", "."));
    }

    @Test
    void givesAnIdentifierOnceInACustomerAlsoAfterTheProjectIsDeleted() {
        var portal = acme.project("portal");
        create(acme, "portal").expectProblem(409, "identifier-taken");
        acme.admin().delete(portal.path() + "?confirmation=portal").expect(204);
        create(acme, "portal").expectProblem(409, "identifier-taken");

        Company.of(service).project("portal");
    }

    @Test
    void namesEverythingThatIsWrongWithAProject() {
        var reply = acme.admin().post(acme.path() + "/projects", """
                        {"identifier":"Portal!","name":" ","paymentMethodId":"7","locations":["eu-de","EU"]}""");

        reply.expectProblem(422, "invalid-value");
        assertThat(reply.json().at("/errors").findValuesAsString("pointer"))
                .containsExactly("#/identifier", "#/name", "#/paymentMethodId", "#/locations/1");
    }

    @Test
    void listsProjectsByNamePageByPageWithStateAndSearch() {
        var names = List.of("alpha", "beta", "gamma-ray");
        names.forEach(acme::project);
        var deleted = acme.project("delta");
        acme.admin().delete(deleted.path() + "?confirmation=delta").expect(204);

        assertThat(identifiers(acme.admin(), "?state=ACTIVE")).containsExactly("alpha", "beta", "gamma-ray");
        assertThat(identifiers(acme.admin(), "?search=ETA")).containsExactly("beta");
        assertThat(identifiers(acme.admin(), "?search=a%25")).isEmpty();
        // Which of the two is a matter of a second.
        var marked = identifiers(acme.admin(), "?state=MARKED_FOR_DELETION");
        assertThat(marked.isEmpty() ? identifiers(acme.admin(), "?state=DELETED") : marked)
                .containsExactly("delta");
        var first =
                acme.admin().get(acme.path() + "/projects?state=ACTIVE&limit=2").expect(200);
        assertThat(first.header("Link")).contains("cursor=").endsWith("rel=\"next\"");
        assertThat(acme.admin()
                        .get(acme.path() + "/projects?state=ACTIVE&limit=2&cursor=" + first.text("/next"))
                        .expect(200)
                        .json()
                        .at("/items")
                        .findValuesAsString("identifier"))
                .containsExactly("gamma-ray");
    }

    @Test
    void changesNameAndPaymentAndRefusesWhatIsBasedOnSomethingStale() {
        var portal = acme.project("portal");
        var stale = acme.admin().get(portal.path()).expect(200).etag();

        var renamed = patch(portal.path(), "{\"name\":\"Gate\"}", stale).expect(200);
        assertThat(renamed.text("/name")).isEqualTo("Gate");
        var refused = patch(portal.path(), "{\"name\":\"Door\"}", stale).expectProblem(412, "version-mismatch");
        assertThat(refused.text("/current/name")).isEqualTo("Gate");
        patch(portal.path(), "{\"name\":\"Gate\"}", renamed.etag()).expect(200);
        assertThat(acme.admin().get(portal.path()).etag()).isEqualTo(renamed.etag());

        var method = renamed.text("/paymentMethodId");
        patch(portal.path(), "{\"name\":\"Door\",\"paymentMethodId\":\"%s\"}".formatted(method), renamed.etag())
                .expect(200);
        patch(
                        portal.path(),
                        "{\"paymentMethodId\":\"%s\"}"
                                .formatted(Company.of(service).project("other").id()),
                        null)
                .expectProblem(409, "payment-method-required");
    }

    @Test
    void addsAndRemovesLocationsExceptTheGlobalOne() {
        var portal = acme.project("portal");
        var there = portal.path() + "/locations/" + location;
        acme.admin().send("PUT", there, null).expectProblem(422, "location-not-available");
        var cloud = service.platform("Cloud " + location, location);
        acme.admin().send("PUT", there, null).expect(200);
        var twice = acme.admin().send("PUT", there, null).expect(200);
        assertThat(twice.json().at("/locations").toString()).isEqualTo("[\"global\",\"%s\"]".formatted(location));
        acme.admin()
                .send("PUT", portal.path() + "/locations/eu-at", null, "If-Match", "\"0\"")
                .expectProblem(412, "version-mismatch");

        acme.admin().delete(there).expectProblem(409, "resource-status-unknown");
        cloud.report(portal.id(), location, "vm").expect(204);
        assertThat(acme.admin()
                        .delete(there)
                        .expectProblem(409, "resources-remain")
                        .text("/resources/0/name"))
                .isEqualTo("vm");
        cloud.report(portal.id(), location).expect(204);
        acme.admin().delete(there).expect(200);
        cloud.report(portal.id(), location, "vm").expectProblem(410, "project-not-there");
        acme.admin().delete(portal.path() + "/locations/global").expectProblem(409, "location-not-removable");
        acme.admin().send("PUT", portal.path() + "/locations/EU", null).expect(404);
    }

    @Test
    void deletesAProjectForWhoeverTypesItsIdentifier() {
        var ben = acme.employee("Ben Beech");
        var portal = acme.project("portal");
        portal.assign(ben, "PROJECT_USER").expect(201);

        acme.admin().delete(portal.path()).expectError("parameter", "confirmation", "missing");
        acme.admin().delete(portal.path() + "?confirmation=Portal").expectProblem(422, "confirmation-mismatch");
        acme.admin().delete(portal.path() + "?confirmation=portal").expect(204);

        ben.person().get(portal.path()).expectProblem(404, "project-not-found");
        assertThat(acme.admin().get(portal.path()).expect(200).text("/state")).isNotEqualTo("ACTIVE");
        patch(portal.path(), "{\"name\":\"Gate\"}", null).expectProblem(410, "project-ended");
        portal.assign(ben, "PROJECT_USER").expectProblem(410, "project-ended");
        service.client(acme.id(), Scope.values())
                .delete(acme.project("beta").path() + "?confirmation=beta")
                .expectProblem(403, "not-permitted");
    }

    // Who sees what

    @Test
    void showsEmployeesTheProjectsThatTheyAreAssignedToAndNoOthers() {
        var ben = acme.employee("Ben Beech");
        var alpha = acme.project("alpha");
        var beta = acme.project("beta");
        assertThat(identifiers(ben.person(), "")).isEmpty();
        ben.person().get(alpha.path()).expectProblem(404, "project-not-found");

        var grant = alpha.assign(ben, "PROJECT_READER").expect(201);

        assertThat(identifiers(ben.person(), "")).containsExactly("alpha");
        var shown = ben.person().get(alpha.path()).expect(200);
        assertThat(shown.json().has("paymentMethodId")).isFalse();
        ben.person().get(alpha.path() + "/users").expect(200);
        ben.person().get(beta.path()).expectProblem(404, "project-not-found");
        ben.person().get(beta.path() + "/users").expectProblem(404, "project-not-found");
        ben.person().delete(beta.path() + "?confirmation=beta").expectProblem(404, "project-not-found");
        ben.person().delete(alpha.path() + "?confirmation=alpha").expectProblem(403, "not-permitted");

        acme.admin().delete(grant.header("Location")).expect(204);
        assertThat(identifiers(ben.person(), "")).isEmpty();
        ben.person().get(alpha.path()).expectProblem(404, "project-not-found");
    }

    @Test
    void showsAuditorsAllAndForeignersNothing() {
        var portal = acme.project("portal");
        assertThat(identifiers(service.auditor(), "")).containsExactly("portal");
        service.auditor().get(portal.path() + "/users").expect(200);
        Company.of(service).admin().get(portal.path()).expectProblem(404, "not-found");
        var bolt = Company.of(service);
        bolt.admin().get(bolt.path() + "/projects/" + portal.id()).expectProblem(404, "project-not-found");
    }

    // Users of a project

    @Test
    void assignsAUserOnceAndSaysWhoMayManageAndWhoMayUseAndWhy() {
        var ben = acme.employee("Ben Beech");
        var portal = acme.project("portal");
        var grant = portal.assign(ben, "PROJECT_USER").expect(201);
        var again = portal.assign(ben, "PROJECT_USER").expect(200);
        assertThat(again.text("/grantId")).isEqualTo(grant.text("/grantId"));
        portal.assign(ben, "PROJECT_ADMIN").expectProblem(409, "already-assigned");

        var users =
                acme.admin().get(portal.path() + "/users").expect(200).json().at("/items");
        assertThat(users.at("/0/fullName").asString()).isEqualTo("Ben Beech");
        assertThat(users.at("/0/use/grantId").asString()).isEqualTo(grant.text("/grantId"));
        assertThat(users.at("/0").has("manage")).isFalse();
        assertThat(users.at("/1/manage/group").asString()).isEqualTo("CUSTOMER_ADMIN");
        assertThat(users.at("/1").has("use")).isFalse();
        assertThat(users.at("/1").has("email")).isTrue();
        var seen = ben.person().get(portal.path() + "/users").expect(200).json().at("/items/1");
        assertThat(seen.has("email")).isFalse();

        var own = portal.assign(acme.adminAsUser(), "PROJECT_ADMIN").expect(201);
        assertThat(own.json().at("/bySelf").asBoolean()).isTrue();
    }

    @Test
    void assignsUsersOfTheCustomerOnly() {
        var portal = acme.project("portal");
        portal.assign(Company.of(service).adminAsUser(), "PROJECT_USER").expectProblem(422, "not-a-user");
        var ben = acme.employee("Ben Beech");
        acme.admin().delete(ben.path()).expect(204);
        portal.assign(ben, "PROJECT_USER").expectProblem(422, "not-a-user");
        portal.assign(ben, "OWNER").expectError("pointer", "#/role", "not-a-role");
    }

    @Test
    void changesRoleAndEndOfAnAccessAndEndsItForGood() {
        var ben = acme.employee("Ben Beech");
        var portal = acme.project("portal");
        var path = portal.assign(ben, "PROJECT_USER").expect(201).header("Location");
        var stale = acme.admin().get(path).expect(200).etag();

        var changed = patch(path, "{\"role\":\"PROJECT_READER\",\"endsAt\":\"2099-01-01T00:00:00Z\"}", stale)
                .expect(200);
        assertThat(changed.text("/role")).isEqualTo("PROJECT_READER");
        assertThat(changed.text("/endsAt")).isEqualTo("2099-01-01T00:00:00Z");
        patch(path, "{\"role\":\"PROJECT_ADMIN\"}", stale).expectProblem(412, "version-mismatch");
        patch(path, "{\"endsAt\":\"2020-01-01T00:00:00Z\"}", null).expectProblem(422, "access-end-past");
        assertThat(patch(path, "{\"endsAt\":null}", null).expect(200).json().has("endsAt"))
                .isFalse();

        acme.admin().delete(path).expect(204);
        acme.admin().delete(path).expectProblem(410, "grant-ended");
        assertThat(acme.admin().get(path).expect(200).text("/endedBecause")).isEqualTo("UNASSIGNED");
        assertThat(portal.assign(ben, "PROJECT_USER").expect(201).header("Location"))
                .isNotEqualTo(path);
        acme.admin().delete(portal.path() + "/users/" + portal.id()).expectProblem(404, "grant-not-found");
    }

    @Test
    void listsTheProjectsOfAUserAndWhatEndsSoon() {
        var ben = acme.employee("Ben Beech");
        var cleo = acme.employee("Cleo Cedar");
        var path = acme.project("alpha").assign(ben, "PROJECT_USER").expect(201).header("Location");
        acme.project("beta").assign(ben, "PROJECT_READER").expect(201);

        var own = ben.person().get(ben.path() + "/projects").expect(200).json();
        assertThat(own.findValuesAsString("identifier")).containsExactly("alpha", "beta");
        assertThat(own.findValuesAsString("role")).containsExactly("PROJECT_USER", "PROJECT_READER");
        acme.admin().get(ben.path() + "/projects").expect(200);
        cleo.person().get(ben.path() + "/projects").expectProblem(403, "not-permitted");

        assertThat(expiring("")).isEmpty();
        patch(path, "{\"endsAt\":\"2099-01-01T00:00:00Z\"}", null).expect(200);
        assertThat(expiring("")).isEmpty();
        assertThat(expiring("?before=2099-01-01T00:00:01Z")).containsExactly("alpha");
        acme.admin()
                .get(acme.path() + "/projects/expiring?before=soon")
                .expectError("parameter", "before", "not-a-time");

        acme.admin().delete(ben.path()).expect(204);
        acme.admin().get(ben.path() + "/projects").expectProblem(404, "user-not-found");
        assertThat(expiring("?before=2099-01-01T00:00:01Z")).isEmpty();
    }

    @Test
    void actsOnceForARequestThatIsSentTwice() {
        var portal = acme.project("portal");
        var ben = acme.employee("Ben Beech");
        for (var request : List.of(
                List.of("POST", acme.path() + "/projects", "{\"identifier\":\"twice\",\"name\":\"Twice\"}"),
                List.of(
                        "POST",
                        portal.path() + "/users",
                        "{\"membershipId\":\"%s\",\"role\":\"PROJECT_USER\"}".formatted(ben.membershipId())),
                List.of("DELETE", portal.path() + "?confirmation=portal", ""))) {
            var key = "k" + request.hashCode();
            var first = send(request, key);
            var second = send(request, key);
            assertThat(first.status()).isBetween(200, 204);
            assertThat(second.status()).isEqualTo(first.status());
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        }
    }

    private Reply send(List<String> request, String key) {
        return acme.admin()
                .send(
                        request.get(0),
                        request.get(1),
                        request.get(2).isEmpty() ? null : request.get(2),
                        "Idempotency-Key",
                        key);
    }

    private Reply create(Company company, String identifier) {
        return company.admin().post(company.path() + "/projects", """
                        {"identifier":"%s","name":"Project %s","locations":["global"]}""".formatted(identifier, identifier));
    }

    private Reply createThere(String identifier) {
        return acme.admin().post(acme.path() + "/projects", """
                        {"identifier":"%s","name":"Project","locations":["global","%s"]}""".formatted(identifier, location));
    }

    private Reply patch(String path, String body, @Nullable String etag) {
        return etag == null ? acme.admin().patch(path, body) : acme.admin().patch(path, body, "If-Match", etag);
    }

    private List<String> identifiers(Client caller, String query) {
        return caller.get(acme.path() + "/projects" + query).expect(200).json().findValuesAsString("identifier");
    }

    private List<String> expiring(String query) {
        return acme.admin()
                .get(acme.path() + "/projects/expiring" + query)
                .expect(200)
                .json()
                .findValuesAsString("identifier");
    }
}
