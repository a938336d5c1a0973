package io.customeraccounts.api.projects;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule: Partner customers. What partners do with the projects of customers that they manage. */
@ParameterizedClass
@EnumSource
class PartnersProjectsApiTest {

    private static final String LIVE = "{\"tags\":[{\"name\":\"stage\",\"value\":\"live\"}]}";

    private final Databases kind;
    private TestService service;
    private Company partner;
    private Company acme;
    private Company.Project portal;

    PartnersProjectsApiTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        partner = Company.partner(service);
        acme = Company.of(service);
        service.operator()
                .post(
                        acme.path() + "/transfer",
                        "{\"partnerId\":\"%s\"}".formatted(partner.id()),
                        "Reason",
                        "a contract")
                .expect(200);
        portal = acme.project("portal");
    }

    @Test
    void aProjectIsMarkedByThePartnerAndByTheCustomer() {
        var tagged = put(partner.admin(), "/tags", LIVE).expect(200);
        assertThat(tagged.text("/tags/0/name")).isEqualTo("stage");
        put(acme.admin(), "/tags", "{\"tags\":[]}").expect(200);
        assertThat(acme.admin().get(portal.path()).json().at("/tags")).isEmpty();
        acme.admin()
                .send("PUT", portal.path() + "/tags", LIVE, "If-Match", tagged.etag())
                .expectProblem(412, "version-mismatch");
        partner.admin().send("PUT", portal.path() + "/tags", LIVE).expectProblem(422, "reason-required");
    }

    @Test
    void tagsHaveAForm() {
        put(acme.admin(), "/tags", "{}").expectProblem(400, "malformed-request");
        put(acme.admin(), "/tags", "{\"tags\":[{\"name\":\"Stage\",\"value\":\"live\"}]}")
                .expectProblem(422, "invalid-value");
        put(
                        acme.admin(),
                        "/tags",
                        "{\"tags\":[{\"name\":\"stage\",\"value\":\"a\"},{\"name\":\"stage\",\"value\":\"b\"}]}")
                .expectProblem(422, "invalid-value");
        put(acme.admin(), "/tags", "{\"tags\":[{\"name\":\"stage\",\"value\":\"4111 1111 1111 1111\"}]}")
                .expectProblem(422, "card-number-not-allowed");
    }

    @Test
    void aQuotaIsForThePartnerOnly() {
        put(acme.admin(), "/locations/global/quota", "{\"quota\":5}").expectProblem(403, "not-permitted");
        var set =
                put(partner.admin(), "/locations/global/quota", "{\"quota\":5}").expect(200);
        assertThat(set.json().at("/quotas/0/quota").asInt()).isEqualTo(5);
        assertThat(acme.admin().get(portal.path()).text("/quotas/0/location")).isEqualTo("global");
        put(partner.admin(), "/locations/global/quota", "{\"quota\":-1}").expectProblem(422, "invalid-value");
        put(partner.admin(), "/locations/nowhere/quota", "{\"quota\":1}").expectProblem(422, "location-not-on-project");
        partner.admin()
                .delete(portal.path() + "/locations/global/quota", "Reason", "a contract")
                .expect(200);
        assertThat(acme.admin().get(portal.path()).json().at("/quotas")).isEmpty();
    }

    @Test
    void eachGroupOfThePartnerMayWhatItsPermissionsSay() {
        for (var group : Groups.shipped().of(CustomerKind.PARTNER)) {
            var user =
                    partner.join("Paul " + group.name(), group.name().value()).person();
            assertThat(put(user, "/tags", LIVE).status())
                    .as("%s marks", group.name())
                    .isEqualTo(group.allows(Permission.EDIT_PROJECT_TAGS) ? 200 : 403);
            assertThat(put(user, "/locations/global/quota", "{\"quota\":5}").status())
                    .as("%s says how much", group.name())
                    .isEqualTo(group.allows(Permission.MANAGE_QUOTA) ? 200 : 403);
            assertThat(user.get(partner.path() + "/exports/projects").status())
                    .as("%s exports projects", group.name())
                    .isEqualTo(group.allows(Permission.EXPORT_PROJECTS) ? 200 : 403);
            assertThat(user.get(partner.path() + "/exports/quotas").status())
                    .as("%s exports quotas", group.name())
                    .isEqualTo(group.allows(Permission.EXPORT_QUOTA) ? 200 : 403);
            assertThat(user.get(acme.path() + "/messages").status())
                    .as("%s reads messages", group.name())
                    .isEqualTo(group.allows(Permission.ENTER_MANAGED_CUSTOMER) ? 200 : 403);
            assertThat(user.post(partner.path() + "/people/searches", "{\"search\":\"nobody\"}")
                            .status())
                    .as("%s searches people", group.name())
                    .isEqualTo(group.allows(Permission.ADMINISTER_PEOPLE) ? 200 : 403);
        }
    }

    @Test
    void anotherPartnerKnowsNothing() {
        var other = Company.partner(service).admin();
        put(other, "/tags", LIVE).expect(404);
        put(other, "/locations/global/quota", "{\"quota\":5}").expect(404);
        other.get(partner.path() + "/exports/projects").expect(404);
        other.get(acme.path() + "/messages").expect(404);
        other.post(partner.path() + "/people/searches", "{\"search\":\"anna\"}").expect(404);
    }

    @Test
    void exportsAllProjectsOfAllManagedCustomersAndNoOthers() {
        put(acme.admin(), "/tags", LIVE).expect(200);
        put(partner.admin(), "/locations/global/quota", "{\"quota\":5}").expect(200);
        var old = acme.project("old");
        Company.of(service).project("elsewhere");

        var projects = partner.admin().get(partner.path() + "/exports/projects").expect(200);
        assertThat(projects.header("Content-Type")).startsWith("application/json");
        assertThat(exported()).containsExactlyInAnyOrder("portal", "old");
        var first = partner.admin()
                .get(partner.path() + "/managed-projects?limit=1")
                .expect(200);
        var second = partner.admin()
                .get(partner.path() + "/managed-projects?limit=1&cursor=" + first.text("/next"))
                .expect(200);
        assertThat(List.of(first.text("/items/0/identifier"), second.text("/items/0/identifier")))
                .containsExactlyInAnyOrder("portal", "old");
        assertThat(second.json().has("next")).isFalse();
        var quotas = partner.admin().get(partner.path() + "/exports/quotas").expect(200);
        assertThat(quotas.json().at("/items")).hasSize(1);
        assertThat(quotas.json().at("/items/0/quota").asInt()).isEqualTo(5);

        acme.admin().delete(old.path() + "?confirmation=old").expect(204);
        Waiting.until(() -> exported().equals(List.of("portal")));
    }

    private List<String> exported() {
        return partner.admin()
                .get(partner.path() + "/exports/projects")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/identifier").asString())
                .toList();
    }

    @Test
    void exportsForSpreadsheetsWithoutFormulas() {
        acme.admin().patch(portal.path(), "{\"name\":\"=cmd|' /C calc'!A0\"}").expect(200);
        put(acme.admin(), "/tags", LIVE).expect(200);
        var file = partner.admin()
                .get(partner.path() + "/exports/projects", "Accept", "text/csv")
                .expect(200);
        assertThat(file.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=UTF-8");
        assertThat(file.body().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.get(1))
                        .contains("'=cmd|")
                        .doesNotContain(",=cmd")
                        .endsWith("stage=live"));
        assertThat(partner.admin()
                        .get(partner.path() + "/exports/quotas", "Accept", "text/csv")
                        .body())
                .isEqualTo("customerId,customerIdentifier,projectId,identifier,location,quota\r\n");
    }

    // Messages

    @Test
    void aMessageIsShownUntilItIsRead() {
        var ben = acme.employee("Ben Beech");
        send("ALL_MUST_READ", "Hello\\n<b>all</b>").expect(201);
        assertThat(texts(ben.person())).containsExactly("Hello\n<b>all</b>");
        assertThat(texts(acme.admin())).containsExactly("Hello\n<b>all</b>");
        assertThat(texts(partner.admin())).isEmpty();

        acknowledge(ben.person()).expect(204);
        acknowledge(acme.admin()).expect(204);
        assertThat(texts(ben.person())).isEmpty();
        var sent = partner.admin().get(acme.path() + "/messages").expect(200);
        assertThat(sent.json().at("/items/0/readers").asInt()).isEqualTo(2);
    }

    @Test
    void oneReaderHidesItForAll() {
        var ben = acme.employee("Ben Beech");
        var id = send("SINGLE_READ_ONLY", "Hello").expect(201).text("/id");
        acknowledge(ben.person()).expect(204);
        assertThat(texts(acme.admin())).isEmpty();
        acme.admin().post("/api/v1/me/messages/" + id + "/acknowledge", null).expect(204);
        service.person("Dora Nobody")
                .post("/api/v1/me/messages/" + id + "/acknowledge", null)
                .expectProblem(404, "message-not-found");
    }

    @Test
    void aMessageHasAFormAndAReason() {
        send("SOMETIMES", "Hello").expectProblem(422, "invalid-value");
        send("ALL_MUST_READ", "x".repeat(1001)).expectProblem(422, "invalid-value");
        send("ALL_MUST_READ", "pay with 4111 1111 1111 1111").expectProblem(422, "card-number-not-allowed");
        partner.admin()
                .post(acme.path() + "/messages", "{\"kind\":\"ALL_MUST_READ\",\"text\":\"Hello\"}")
                .expectProblem(422, "reason-required");
        acme.admin()
                .post(acme.path() + "/messages", "{\"kind\":\"ALL_MUST_READ\",\"text\":\"Hello\"}", "Reason", "x")
                .expectProblem(403, "not-permitted");
    }

    private Reply send(String messageKind, String text) {
        return partner.admin()
                .post(
                        acme.path() + "/messages",
                        "{\"kind\":\"%s\",\"text\":\"%s\"}".formatted(messageKind, text),
                        "Reason",
                        "a plan");
    }

    private static List<String> texts(Person person) {
        return person.get("/api/v1/me/messages")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/text").asString())
                .toList();
    }

    private static Reply acknowledge(Person person) {
        var id = person.get("/api/v1/me/messages").expect(200).text("/items/0/id");
        return person.post("/api/v1/me/messages/" + id + "/acknowledge", null);
    }

    private Reply put(Person person, String what, String body) {
        return person.send("PUT", portal.path() + what, body, "Reason", "a plan");
    }
}
