package io.customeraccounts.api.customers;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class ManagedCustomersApiTest {

    @Parameter
    Databases kind;

    private TestService service;
    private Company partner;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        partner = Company.partner(service);
    }

    @Test
    void createsACustomerWithoutAdminAndSaysWhatToDo() {
        var identifier = "m-" + TestService.unique();
        var created = partner.admin()
                .post(
                        partner.path() + "/managed-customers",
                        "{\"name\":\"Managed\",\"identifier\":\"%s\"}".formatted(identifier),
                        "Reason",
                        "a contract")
                .expect(201);

        assertThat(created.text("/state")).isEqualTo("NO_ADMIN");
        assertThat(created.text("/managedBy")).isEqualTo(partner.id());
        assertThat(texts(created, "/nextSteps")).containsExactly("ADD_YOURSELF", "ASK_AN_OPERATOR");
        assertThat(created.header("ETag")).isEqualTo("\"0\"");
        var shown = partner.admin().get(created.header("Location")).expect(200);
        assertThat(shown.text("/identifier")).isEqualTo(identifier);
    }

    @Test
    void wantsToKnowWhyAndTakesNoIdentifierTwice() {
        var managed = partner.manage();
        var body = "{\"name\":\"Managed\",\"identifier\":\"%s\"}"
                .formatted(partner.admin().get(managed.path()).text("/identifier"));
        partner.admin().post(partner.path() + "/managed-customers", body).expectProblem(422, "reason-required");
        partner.admin()
                .post(partner.path() + "/managed-customers", body, "Reason", "a contract")
                .expectProblem(409, "identifier-taken");
    }

    @Test
    void listsThemByNamePageByPageAndFindsThem() {
        var birch = partner.manage("Birch", "b-" + TestService.unique());
        var alder = partner.manage("Älder", "a-" + TestService.unique());
        var cedar = partner.manage("Cedar", "c-" + TestService.unique());
        Company.partner(service).manage("Elsewhere", "e-" + TestService.unique());

        var first = list("?limit=2");
        assertThat(ids(first)).containsExactly(alder.id(), birch.id());
        var second = list("?limit=2&cursor=" + first.text("/next"));
        assertThat(ids(second)).containsExactly(cedar.id());
        assertThat(ids(list("?search=alde"))).containsExactly(alder.id());
        assertThat(ids(list("?search=elsewhere"))).isEmpty();
    }

    @Test
    void listsThemInAnotherOrderAndThoseInOneState() {
        var birch = partner.manage("Birch", "c" + TestService.unique());
        var alder = partner.manage("Alder", "a" + TestService.unique());
        var cedar = partner.manage("Cedar", "b" + TestService.unique());

        assertThat(ids(list("?sort=-name"))).containsExactly(cedar.id(), birch.id(), alder.id());
        assertThat(ids(list("?sort=identifier"))).containsExactly(alder.id(), cedar.id(), birch.id());
        assertThat(ids(list("?sort=opened"))).containsExactly(birch.id(), alder.id(), cedar.id());
        var first = list("?sort=-opened&limit=2");
        assertThat(ids(first)).containsExactly(cedar.id(), alder.id());
        assertThat(ids(list("?sort=-opened&limit=2&cursor=" + first.text("/next"))))
                .containsExactly(birch.id());
        partner.admin()
                .get(partner.path() + "/managed-customers?sort=name&cursor=" + first.text("/next"))
                .expectProblem(400, "malformed-request");

        var identifier = partner.admin().get(cedar.path()).text("/identifier");
        service.operator()
                .post(cedar.path() + "/close", "{\"confirmation\":\"%s\"}".formatted(identifier), "Reason", "over")
                .expect(200);
        assertThat(ids(list("?state=CLOSED"))).containsExactly(cedar.id());
        assertThat(ids(list("?state=NO_ADMIN&sort=-opened"))).containsExactly(alder.id(), birch.id());
        assertThat(ids(list("?state=ACTIVE"))).isEmpty();
        for (var wrong : List.of("?sort=state", "?sort=--name", "?state=active", "?state=NO_ADMIN&state=CLOSED")) {
            partner.admin().get(partner.path() + "/managed-customers" + wrong).expectProblem(400, "malformed-request");
        }
    }

    @Test
    void keepsStrangersAndOtherPartnersOut() {
        var managed = partner.manage();
        var other = Company.partner(service);

        other.admin().get(managed.path()).expectProblem(404, "not-found");
        service.person("Some Body").get(managed.path()).expectProblem(404, "not-found");
        other.admin().get(partner.path() + "/managed-customers").expectProblem(404, "not-found");
    }

    @Test
    void transfersACustomerAndWithItWhoMayKnowOfIt() {
        var managed = partner.manage();
        var other = Company.partner(service);

        var moved = transfer(managed, "{\"partnerId\":\"%s\"}".formatted(other.id()))
                .expect(200);
        assertThat(moved.text("/managedBy")).isEqualTo(other.id());
        partner.admin().get(managed.path()).expectProblem(404, "not-found");
        other.admin().get(managed.path()).expect(200);

        transfer(managed, "{}").expect(200);
        other.admin().get(managed.path()).expectProblem(404, "not-found");
        transfer(managed, "{\"partnerId\":\"%s\"}".formatted(UUID.randomUUID()))
                .expectProblem(422, "partner-not-available");
    }

    @Test
    void mapsEverybodyWhenACustomerBecomesAPartnerAndBack() {
        var company = Company.of(service);
        var employee = company.employee("Emil Employee");
        company.becomePartner();

        assertThat(company.admin().get(employee.path()).text("/group")).isEqualTo("PARTNER_EMPLOYEE");
        assertThat(company.admin().get(company.path()).text("/kind")).isEqualTo("PARTNER");
        var managed = company.manage();
        back(company).expectProblem(409, "managed-customers-left");

        transfer(managed, "{}").expect(200);
        back(company).expect(200);
        assertThat(company.admin().get(employee.path()).text("/group")).isEqualTo("CUSTOMER_EMPLOYEE");
    }

    private Reply back(Company company) {
        return service.operator().post(company.path() + "/become-customer", null, "Reason", "the contract has ended");
    }

    private Reply transfer(Company managed, String body) {
        return service.operator().post(managed.path() + "/transfer", body, "Reason", "another contract");
    }

    private Reply list(String query) {
        return partner.admin()
                .get(partner.path() + "/managed-customers" + query)
                .expect(200);
    }

    private static List<String> ids(Reply list) {
        return list.json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/id").asString())
                .toList();
    }

    private static List<String> texts(Reply reply, String pointer) {
        return reply.json().at(pointer).valueStream().map(it -> it.asString()).toList();
    }
}
