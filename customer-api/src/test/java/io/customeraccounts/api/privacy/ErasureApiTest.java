package io.customeraccounts.api.privacy;

import static io.customeraccounts.projections.privacy.FindEverywhere.columnsWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.events.CustomerEvent.PersonErased;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rule: Privacy. */
@ParameterizedClass
@EnumSource
class ErasureApiTest {

    private final Databases kind;
    private TestService service;
    private Company acme;
    private JdbcClient sql;

    ErasureApiTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        acme = Company.of(service);
        sql = service.bean(JdbcClient.class);
    }

    @Test
    void leavesNameAndAddressNowhere() {
        var name = "Zora Quillfeather";
        var zora = acme.join(service.person(name), "CUSTOMER_EMPLOYEE");
        var portal = acme.project("portal");
        portal.assign(zora, "PROJECT_USER").expect(201);
        var other = Company.of(service);
        other.admin()
                .post(
                        other.path() + "/invitations",
                        """
                        {"fullName":"%s","email":"%s"}""".formatted(name, zora.person().email()),
                        "Idempotency-Key",
                        "zora")
                .expect(201);
        var values = List.of(name, zora.person().email());
        assertThat(columnsWith(values, sql))
                .contains(
                        "customer_user.full_name",
                        "customer_user.email",
                        "person.full_name",
                        "person_address.original",
                        "invitation.email",
                        "idempotency.body");

        var receipt = eraseMe(zora.person()).expect(200);

        assertThat(receipt.json().at("/memberships").asInt()).isEqualTo(1);
        assertThat(receipt.json().at("/invitations").asInt()).isEqualTo(2);
        assertThat(receipt.json().at("/keyDestroyed").asBoolean()).isTrue();
        assertThat(columnsWith(values, sql)).isEmpty();

        sql.sql("update customer set name = :name where customer_id = cast(:customer as uuid)")
                .param("name", "of " + name.toLowerCase(Locale.ROOT))
                .param("customer", acme.id())
                .update();
        assertThat(columnsWith(values, sql)).as("one copy that was planted").containsExactly("customer.name");
        sql.sql("update customer set name = 'ACME' where customer_id = cast(:customer as uuid)")
                .param("customer", acme.id())
                .update();
    }

    @Test
    void endsTheMembershipAndTheAccessAndKeepsTheHistory() {
        var ben = acme.employee("Ben Beech");
        var portal = acme.project("portal");
        portal.assign(ben, "PROJECT_USER").expect(201);
        var personId = personId(ben.person());

        eraseMe(ben.person()).expect(200);

        acme.admin().get(ben.path()).expect(404);
        var types = typesOfEvents();
        assertThat(types).containsSubsequence(EventName.of(UserRemoved.class), EventName.of(PersonErased.class));
        Waiting.until(() -> sql.sql("select ended_because from project_access where membership_id = cast(:id as uuid)")
                .param("id", ben.membershipId())
                .query(String.class)
                .optional()
                .filter("PERSON_ERASED"::equals)
                .isPresent());
        assertThat(sql.sql("select full_name from customer_user where person_id = cast(:id as uuid)")
                        .param("id", personId)
                        .query((row, number) -> String.valueOf(row.getString(1)))
                        .list())
                .containsExactly("null");
    }

    @Test
    void isNotStoppedByTheLastAdmin() {
        eraseMe(acme.admin()).expect(200);
        assertThat(service.auditor().get(acme.path()).expect(200).text("/state"))
                .isEqualTo("NO_ADMIN");
    }

    @Test
    void wantsItConfirmed() {
        var ben = acme.employee("Ben Beech");
        ben.person()
                .post("/api/v1/me/erasure", "{\"confirmation\":\"ben@other.example\"}")
                .expectProblem(422, "confirmation-mismatch");
        ben.person().post("/api/v1/me/erasure", "{}").expectProblem(400, "malformed-request");
        acme.admin().get(ben.path()).expect(200);
    }

    @Test
    void endsTheAccountWithAllThatItIsSignedInto() {
        var ben = acme.employee("Ben Beech");
        eraseMe(ben.person()).expect(200);
        ben.person().get("/api/v1/me").expectProblem(401, "not-authenticated");
    }

    @Test
    void anOperatorErasesWithAReasonAndTwiceWithTheSameReceipt() {
        var ben = acme.employee("Ben Beech");
        var path = "/api/v1/operations/persons/" + personId(ben.person()) + "/erasure";
        acme.admin().post(path, null, "Reason", "a letter").expectProblem(403, "not-permitted");
        service.operator().post(path, null).expectProblem(422, "reason-required");
        var receipt = service.operator().post(path, null, "Reason", "a letter").expect(200);
        assertThat(service.operator()
                        .post(path, null, "Reason", "a letter")
                        .expect(200)
                        .body())
                .isEqualTo(receipt.body());
        acme.admin().get(ben.path()).expect(404);
        service.operator()
                .post(
                        "/api/v1/operations/persons/0193584e-3b00-7000-8000-00000000ffff/erasure",
                        null,
                        "Reason",
                        "a letter")
                .expect(404);
    }

    // Partners

    @Test
    void aPartnerErasesWhoIsInItsCustomersOnly() {
        var partner = Company.partner(service);
        var managed = managed(partner);
        var ben = managed.employee("Ben Beech");
        var path = partner.path() + "/people/" + personId(ben.person()) + "/erasure";
        partner.admin().post(path, null).expectProblem(422, "reason-required");
        Company.partner(service).admin().post(path, null, "Reason", "a letter").expect(404);
        partner.admin().post(path, null, "Reason", "a letter").expect(200);
        managed.admin().get(ben.path()).expect(404);
        partner.admin()
                .post(partner.path() + "/people/" + "0193584e-3b00-7000-8000-00000000ffff/erasure", null, "Reason", "x")
                .expectProblem(404, "person-not-found");
    }

    @Test
    void aPartnerAsksAnOperatorToEraseWhoIsElsewhereToo() {
        var partner = Company.partner(service);
        var managed = managed(partner);
        var ben = managed.employee("Ben Beech");
        acme.join(ben.person(), "CUSTOMER_EMPLOYEE");
        var personId = personId(ben.person());
        partner.admin()
                .post(partner.path() + "/people/" + personId + "/erasure", null, "Reason", "a letter")
                .expectProblem(409, "person-elsewhere");
        managed.admin().get(ben.path()).expect(200);
        assertThat(requests()).contains(personId);

        service.operator()
                .post("/api/v1/operations/persons/" + personId + "/erasure", null, "Reason", "a partner asks")
                .expect(200);
        managed.admin().get(ben.path()).expect(404);
        assertThat(requests()).doesNotContain(personId);
        acme.admin().get("/api/v1/operations/erasure-requests").expectProblem(403, "not-permitted");
    }

    // What is stored

    @Test
    void aPersonSeesWhatIsStoredAboutThem() {
        var ben = acme.employee("Ben Beech");
        acme.project("portal").assign(ben, "PROJECT_READER").expect(201);
        var data = ben.person().get("/api/v1/me/data").expect(200);
        assertThat(data.header("Content-Disposition")).contains("my-data.json");
        assertThat(data.text("/signIn/fullName")).isEqualTo("Ben Beech");
        assertThat(data.text("/memberships/0/email")).isEqualTo(ben.person().email());
        assertThat(data.text("/projectAccess/0/role")).isEqualTo("PROJECT_READER");
        assertThat(data.json()
                        .at("/places")
                        .valueStream()
                        .map(place -> place.at("/table").asString()))
                .contains("customer_user", "person", "person_address", "personal_key", "invitation", "project_access");
    }

    @Test
    void aPartnerSearchesThePeopleOfItsCustomersAndThatIsRecorded() {
        var partner = Company.partner(service);
        var managed = managed(partner);
        var unique = TestService.unique();
        var ben = managed.join(
                service.person("Ben Bééch " + unique, TestService.address("Ben Beech"), true), "CUSTOMER_EMPLOYEE");
        acme.join(service.person("Cleo Beech " + unique, TestService.address("Cleo Beech"), true), "CUSTOMER_EMPLOYEE");
        var found = search(partner, "beech " + unique).expect(200);
        assertThat(found.json()
                        .at("/items")
                        .valueStream()
                        .map(item -> item.at("/personId").asString()))
                .containsExactly(personId(ben.person()));
        managed.admin().delete(ben.path()).expect(204);
        assertThat(search(partner, "beech " + unique).expect(200).json().at("/items"))
                .hasSize(1);
        search(partner, "be").expectProblem(422, "invalid-value");

        var data = partner.admin()
                .post(partner.path() + "/people/" + personId(ben.person()) + "/data", null)
                .expect(200);
        assertThat(data.text("/memberships/0/fullName")).contains(unique);
        assertThat(data.json().has("places")).isFalse();
        var types = types(partner);
        assertThat(types).contains("customer.people-searched", "customer.person-data-shown");
    }

    private static Company managed(Company partner) {
        var managed = Company.of(partner.service());
        partner.service()
                .operator()
                .send(
                        "POST",
                        managed.path() + "/transfer",
                        "{\"partnerId\":\"%s\"}".formatted(partner.id()),
                        "Reason",
                        "a contract")
                .expect(200);
        return managed;
    }

    private static Reply search(Company partner, String text) {
        return partner.admin().post(partner.path() + "/people/searches", "{\"search\":\"%s\"}".formatted(text));
    }

    private List<String> requests() {
        return service.operator()
                .get("/api/v1/operations/erasure-requests")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(request -> request.at("/personId").asString())
                .toList();
    }

    private List<String> typesOfEvents() {
        return types(acme);
    }

    private List<String> types(Company company) {
        return sql.sql(
                        "select name from domain_event where aggregate_identifier = cast(:id as uuid) order by global_index")
                .param("id", company.id())
                .query(String.class)
                .list();
    }

    private static Reply eraseMe(Person person) {
        return person.post("/api/v1/me/erasure", "{\"confirmation\":\"%s\"}".formatted(person.email()));
    }

    private static String personId(Person person) {
        return person.get("/api/v1/me").expect(200).text("/personId");
    }
}
