package io.customeraccounts.api.invitations;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Company.Project;
import io.customeraccounts.api.testing.Company.User;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class PlannedAccessApiTest {

    private static final Map<Databases, TestService> SERVICES = new EnumMap<>(Databases.class);

    @Parameter
    Databases kind;

    private TestService service;
    private Company acme;
    private Project alpha;
    private Project beta;

    @BeforeEach
    void open() {
        service = SERVICES.computeIfAbsent(
                kind, it -> TestService.with(it, "--customer-accounts.policies.interval=50ms"));
        acme = Company.of(service);
        alpha = acme.project("alpha");
        beta = acme.project("beta");
    }

    @AfterAll
    static void stop() {
        SERVICES.values().forEach(TestService::close);
    }

    @Test
    void becomesRealWithTheAcceptanceAndNotBefore() {
        var ben = service.person("Ben Beech");
        var invitation = invite(ben, plan(use(alpha), see(beta)), null).expect(201);
        assertThat(invitation.json().at("/plannedAccess").findValuesAsString("role"))
                .containsExactly("PROJECT_USER", "PROJECT_READER");
        assertThat(usersOf(alpha)).isEmpty();

        var user = accept(ben, invitation);

        awaitProjects(user, "alpha", "beta");
        var access = acme.admin().get(user.path() + "/projects").expect(200);
        assertThat(access.text("/items/0/access/invitationId")).isEqualTo(invitation.text("/id"));
        assertThat(access.text("/items/1/access/endsAt")).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(shown(invitation).json().at("/plannedAccess").findValuesAsString("skipped"))
                .isEmpty();
    }

    @Test
    void isSkippedAndSaidSoIfTheProjectIsDeletedWhileTheInvitationIsPending() {
        var ben = service.person("Ben Beech");
        var invitation = invite(ben, plan(use(alpha), see(beta)), null).expect(201);
        acme.admin().delete(alpha.path() + "?confirmation=alpha").expect(204);

        var user = accept(ben, invitation);

        awaitProjects(user, "beta");
        assertThat(shown(invitation).text("/plannedAccess/0/skipped")).isEqualTo("PROJECT_ENDED");
        var history = service.auditor()
                .get("/api/v1/events?customer=" + acme.id()
                        + "&type=io.customeraccounts.customer.planned-access-skipped&wait=10")
                .expect(200);
        assertThat(history.text("/0/data/projectId")).isEqualTo(alpha.id());
        assertThat(history.text("/0/data/reason")).isEqualTo("PROJECT_ENDED");
    }

    @Test
    void isToActiveProjectsOfTheCustomerEachOnceAndInTheFuture() {
        var ben = service.person("Ben Beech");
        var foreign = Company.of(service).project("foreign");
        var deleted = acme.project("deleted");
        acme.admin().delete(deleted.path() + "?confirmation=deleted").expect(204);

        var refused = invite(
                        ben,
                        plan(
                                use(alpha),
                                use(foreign),
                                use(deleted),
                                use(alpha),
                                "{\"projectId\":\"%s\",\"role\":\"OWNER\",\"endsAt\":\"2020-01-01T00:00:00Z\"}"
                                        .formatted(beta.id())),
                        null)
                .expectProblem(422, "invalid-value");

        assertThat(refused.json().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder(
                        "#/plannedAccess/1/projectId",
                        "#/plannedAccess/2/projectId",
                        "#/plannedAccess/3/projectId",
                        "#/plannedAccess/4/role",
                        "#/plannedAccess/4/endsAt");
        var many = IntStream.range(0, 51).mapToObj(i -> use(alpha)).toArray(String[]::new);
        invite(ben, plan(many), null).expectError("pointer", "#/plannedAccess", "too-many");
        acme.admin()
                .get(acme.path() + "/invitations")
                .expect(200)
                .json()
                .at("/items")
                .forEach(item -> assertThat(item.at("/email").asString()).isNotEqualTo(ben.email()));
    }

    @Test
    void canBeAmendedAndTakenAwayAndTheInvitationCancelled() {
        var ben = service.person("Ben Beech");
        var invitation = invite(ben, plan(use(alpha)), null).expect(201);
        var path = invitation.header("Location");

        acme.admin().patch(path, "{\"fullName\":\"Benno\"}").expect(200);
        assertThat(shown(invitation).text("/plannedAccess/0/projectId")).isEqualTo(alpha.id());
        acme.admin()
                .patch(path, "{\"plannedAccess\":%s}".formatted(plan(see(beta))), "If-Match", invitation.etag())
                .expectProblem(412, "version-mismatch");
        acme.admin()
                .patch(path, "{\"plannedAccess\":%s}".formatted(plan(see(beta))))
                .expect(200);
        assertThat(shown(invitation).text("/plannedAccess/0/projectId")).isEqualTo(beta.id());
        acme.admin().patch(path, "{\"plannedAccess\":[]}").expect(200);
        assertThat(shown(invitation).json().has("plannedAccess")).isFalse();
        acme.admin()
                .patch(path, "{\"plannedAccess\":%s}".formatted(plan(see(beta))))
                .expect(200);
        acme.admin().delete(path).expect(204);
        assertThat(usersOf(beta)).isEmpty();
    }

    @Test
    void canBePlannedForManyAtOnce() {
        var ben = service.person("Ben Beech");
        var reply = acme.admin()
                .post(acme.path() + "/invitations/bulk", """
                        {"invitations":[{"fullName":"Ben","email":"%s","plannedAccess":%s},
                                        {"fullName":"Cleo","email":"%s","plannedAccess":[{"projectId":"%s","role":"PROJECT_USER"}]}]}""".formatted(
                                ben.email(), plan(use(alpha)), TestService.address("Cleo"), acme.id()))
                .expect(207);

        assertThat(reply.text("/results/0/invitation/plannedAccess/0/projectId"))
                .isEqualTo(alpha.id());
        assertThat(reply.text("/results/1/problem/errors/0/pointer"))
                .isEqualTo("#/invitations/1/plannedAccess/0/projectId");
    }

    @Test
    void isForThoseWhoMayAssignUsers() {
        var ben = service.person("Ben Beech");
        var body = body(ben, plan(use(alpha)), null);
        service.client(acme.id(), Scope.INVITATIONS_WRITE)
                .post(acme.path() + "/invitations", body)
                .expectProblem(403, "not-permitted");
        service.client(acme.id(), Scope.INVITATIONS_WRITE, Scope.PROJECTS_WRITE)
                .post(acme.path() + "/invitations", body)
                .expect(201);
    }

    // Inviting back

    @Test
    void offersWhatARemovedUserHadAndGivesBackWhatIsChosenOnly() {
        var ben = acme.employee("Ben Beech");
        acme.admin().get(ben.path() + "/former-access").expectProblem(404, "user-not-found");
        alpha.assign(ben, "PROJECT_ADMIN").expect(201);
        beta.assign(ben, "PROJECT_USER").expect(201);
        var gamma = acme.project("gamma");
        var unassigned = gamma.assign(ben, "PROJECT_USER").expect(201).header("Location");
        acme.admin().delete(unassigned).expect(204);
        acme.admin().delete(ben.path()).expect(204);

        var had = acme.admin().get(ben.path() + "/former-access").expect(200).json();
        assertThat(had.findValuesAsString("identifier")).containsExactly("alpha", "beta");
        assertThat(had.findValuesAsString("role")).containsExactly("PROJECT_ADMIN", "PROJECT_USER");
        // Once it is recorded that the access has ended, the list is the same.
        Awaitility.await().until(() -> usersOf(alpha).isEmpty());
        Awaitility.await()
                .untilAsserted(() -> assertThat(service.auditor()
                                .get("/api/v1/events?customer=" + acme.id()
                                        + "&type=io.customeraccounts.project.access-revoked")
                                .expect(200)
                                .json()
                                .size())
                        .isEqualTo(2));
        assertThat(acme.admin()
                        .get(ben.path() + "/former-access")
                        .expect(200)
                        .json()
                        .findValuesAsString("identifier"))
                .containsExactly("alpha", "beta");

        var invitation =
                invite(ben.person(), plan(see(alpha)), ben.membershipId()).expect(201);
        assertThat(invitation.text("/formerMembershipId")).isEqualTo(ben.membershipId());
        var back = accept(ben.person(), invitation);

        awaitProjects(back, "alpha");
        assertThat(acme.admin().get(back.path() + "/projects").text("/items/0/access/role"))
                .isEqualTo("PROJECT_READER");
    }

    @Test
    void givesNothingBackByItself() {
        var ben = acme.employee("Ben Beech");
        alpha.assign(ben, "PROJECT_ADMIN").expect(201);
        acme.admin().delete(ben.path()).expect(204);
        var invitation = invite(ben.person(), "[]", ben.membershipId()).expect(201);

        var back = accept(ben.person(), invitation);
        var cleo = service.person("Cleo Cedar");
        var later = accept(cleo, invite(cleo, plan(use(alpha)), null).expect(201));

        // What comes later is done, so the earlier would have been.
        awaitProjects(later, "alpha");
        awaitProjects(back);
        back.person().get(alpha.path()).expectProblem(404, "project-not-found");
    }

    @Test
    void linksToNobodyWhoWasNoUserLately() {
        var ben = service.person("Ben Beech");
        invite(ben, "[]", acme.adminAsUser().membershipId()).expectProblem(422, "former-membership-unknown");
        invite(ben, "[]", "7").expectError("pointer", "#/formerMembershipId", "not-an-id");
    }

    private static String plan(String... access) {
        return List.of(access).toString();
    }

    private static String use(Project project) {
        return "{\"projectId\":\"%s\",\"role\":\"PROJECT_USER\"}".formatted(project.id());
    }

    private static String see(Project project) {
        return "{\"projectId\":\"%s\",\"role\":\"PROJECT_READER\",\"endsAt\":\"2099-01-01T00:00:00Z\"}"
                .formatted(project.id());
    }

    private Reply invite(Person person, String plan, @Nullable String former) {
        return acme.admin().post(acme.path() + "/invitations", body(person, plan, former));
    }

    private static String body(Person person, String plan, @Nullable String former) {
        return "{\"fullName\":\"%s\",\"email\":\"%s\",\"plannedAccess\":%s%s}"
                .formatted(
                        person.fullName(),
                        person.email(),
                        plan,
                        former == null ? "" : ",\"formerMembershipId\":\"%s\"".formatted(former));
    }

    private User accept(Person person, Reply invitation) {
        var membershipId = person.post("/api/v1/invitations/" + invitation.text("/id") + "/accept", null)
                .expect(200)
                .text("/membershipId");
        return new User(person, membershipId, acme.path() + "/users/" + membershipId);
    }

    private Reply shown(Reply invitation) {
        return acme.admin().get(invitation.header("Location")).expect(200);
    }

    private List<String> usersOf(Project project) {
        return acme.admin().get(project.path() + "/users").expect(200).json().findValuesAsString("grantId");
    }

    private void awaitProjects(User user, String... identifiers) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(acme.admin()
                                .get(user.path() + "/projects")
                                .expect(200)
                                .json()
                                .findValuesAsString("identifier"))
                        .containsExactly(identifiers));
    }
}
