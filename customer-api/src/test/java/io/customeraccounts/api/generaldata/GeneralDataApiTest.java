package io.customeraccounts.api.generaldata;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Happened;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class GeneralDataApiTest {

    private static final String BERLIN = """
            {"lines":["ACME GmbH","Hauptstr. 17"],"postalCode":"10115","city":"Berlin","country":"DE","vatId":"de 123 456 789"}""";
    private static final String HAMBURG = """
            {"lines":["Wall 1"],"city":"Hamburg","country":"DE"}""";
    private static final String CARD = """
            {"token":"pm_1NxYzA2eZvKYlo2C","brand":"VISA","lastDigits":"1111","expiryMonth":"2098-02"}""";
    private static final String MANDATE = """
            {"iban":"DE89 3704 0044 0532 0130 00","reference":"M-17","accountHolder":"Anna Alder"}""";
    private static final String[] REASON = {"Reason", "checked by phone"};

    @Parameter
    Databases kind;

    private TestService service;
    private Company acme;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        acme = Company.of(service);
    }

    @Test
    void showsWhatWasSaid() {
        assertThat(get("/general-data").json().isEmpty()).isTrue();

        var seated = put("/company-address", BERLIN).expect(200);
        assertThat(seated.json().at("/companyAddress/lines").size()).isEqualTo(2);
        assertThat(seated.text("/companyAddress/vatId")).isEqualTo("DE123456789");
        put("/cost-centre", "{\"costCentre\":\"4711\"}").expect(200);
        var address = post("/billing-addresses", HAMBURG).expect(201).text("/id");
        var method = post("/payment-methods/sepa-mandate", MANDATE).expect(201).text("/id");
        var offered = put("/payment-defaults", defaults(method, address)).expect(200);

        assertThat(get("/general-data").body()).isEqualTo(offered.body());
        assertThat(offered.text("/costCentre")).isEqualTo("4711");
        assertThat(offered.text("/defaultPaymentMethodId")).isEqualTo(method);
        assertThat(offered.text("/defaultBillingAddressId")).isEqualTo(address);
        assertThat(get("/general-data").etag()).isEqualTo(offered.etag());
        assertThat(put("/cost-centre", "{}").expect(200).text("/costCentre")).isEmpty();
    }

    @Test
    void refusesAStaleChangeWithTheCurrentGeneralData() {
        var before = get("/general-data").etag();
        put("/cost-centre", "{\"costCentre\":\"4711\"}", "If-Match", before).expect(200);

        var refused = put("/company-address", BERLIN, "If-Match", before).expectProblem(412, "version-mismatch");
        assertThat(refused.text("/current/costCentre")).isEqualTo("4711");
    }

    @Test
    void keepsBillingAddresses() {
        var added = post("/billing-addresses", BERLIN).expect(201);
        var path = added.header("Location");
        assertThat(path).startsWith(acme.path() + "/billing-addresses/");
        assertThat(acme.admin().get(path).expect(200).body()).isEqualTo(added.body());

        var changed = acme.admin()
                .send("PUT", path, HAMBURG, "If-Match", added.etag())
                .expect(200);
        assertThat(changed.text("/address/city")).isEqualTo("Hamburg");
        acme.admin().send("PUT", path, BERLIN, "If-Match", added.etag()).expectProblem(412, "version-mismatch");
        assertThat(get("/billing-addresses").json().at("/items").size()).isEqualTo(1);

        acme.admin().delete(path, "If-Match", changed.etag()).expect(204);
        acme.admin().delete(path).expectProblem(404, "billing-address-not-found");
        acme.admin().get(path).expectProblem(404, "billing-address-not-found");
    }

    @Test
    void saysWhatIsWrongWithAnAddress() {
        put("/company-address", "{}").expectProblem(400, "malformed-request");
        put("/company-address", "{\"lines\":[],\"city\":\"Berlin\",\"country\":\"DE\"}")
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/lines", "address-without-lines");
        put("/company-address", "{\"lines\":[\"\"],\"city\":\"Berlin\",\"country\":\"DE\"}")
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/lines/0", "name-blank");
        put(
                        "/company-address",
                        "{\"lines\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"],\"city\":\"B\",\"country\":\"DE\"}")
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/lines", "address-too-long");
        put("/company-address", "{\"lines\":[\"1\"],\"city\":\"Berlin\",\"country\":\"XX\"}")
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/country", "country-unknown");
        put("/payment-defaults", "{\"paymentMethodId\":\"none\"}")
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/paymentMethodId", "not-an-id");
    }

    @Test
    void showsCardsWithoutTheirTokenAndMandatesMasked() {
        var card = post("/payment-methods/card", CARD).expect(201);
        assertThat(card.body()).doesNotContain("pm_1NxYz");
        assertThat(card.text("/card/lastDigits")).isEqualTo("1111");
        assertThat(card.text("/card/expiryMonth")).isEqualTo("2098-02");
        assertThat(card.text("/state")).isEqualTo("ACTIVE");

        var mandate = post("/payment-methods/sepa-mandate", MANDATE).expect(201);
        assertThat(mandate.text("/sepaMandate/iban")).isEqualTo("DE****************3000");
        assertThat(mandate.text("/sepaMandate/accountHolder")).isEqualTo("Anna Alder");
        assertThat(get("/payment-methods").json().at("/items").size()).isEqualTo(2);
    }

    @Test
    void refusesWhatNobodyCanPayWith() {
        post("/payment-methods/card", CARD.replace("2098", "2020")).expectProblem(422, "card-expired");
        post("/payment-methods/card", CARD.replace("2098-02", "02/98"))
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/expiryMonth", "not-a-month");
        post("/payment-methods/card", CARD.replace("VISA", "visa"))
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/brand", "not-a-brand");
        post("/payment-methods/sepa-mandate", MANDATE.replace("DE89", "DE88"))
                .expectProblem(422, "invalid-value")
                .expectError("pointer", "#/iban", "iban-check-digits");
    }

    @Test
    void letsAnOperatorDecideWhetherACustomerPaysByInvoice() {
        var requested = post("/payment-methods/invoice", null).expect(201);
        var id = requested.text("/id");
        assertThat(requested.text("/state")).isEqualTo("REQUESTED");
        assertThat(post("/payment-methods/invoice", null).expect(201).text("/id"))
                .isEqualTo(id);
        put("/payment-defaults", "{\"paymentMethodId\":\"%s\"}".formatted(id))
                .expectProblem(409, "payment-method-required");

        var path = "/api/v1/operations/invoice-requests/" + id;
        acme.admin().post(path + "/enable", null, REASON).expectProblem(403, "not-permitted");
        service.operator().post(path + "/enable", null).expectProblem(422, "reason-required");
        assertThat(service.operator()
                        .get("/api/v1/operations/invoice-requests?limit=100")
                        .expect(200)
                        .body())
                .contains(id);
        service.operator().post(path + "/enable", null, REASON).expect(200);

        assertThat(get("/payment-methods/" + id).text("/state")).isEqualTo("ACTIVE");
        assertThat(service.operator()
                        .get("/api/v1/operations/invoice-requests?limit=100")
                        .expect(200)
                        .body())
                .doesNotContain(id);
        service.operator().post(path + "/enable", null, REASON).expect(200);
        service.operator().post(path + "/decline", null, REASON).expect(204);
        acme.admin().get(acme.path() + "/payment-methods/" + id).expectProblem(404, "payment-method-not-found");
        service.operator().post(path + "/enable", null, REASON).expectProblem(404, "payment-method-not-found");
    }

    @Test
    void removesNothingThatAProjectNames() {
        var method = post("/payment-methods/card", CARD).expect(201).text("/id");
        var address = post("/billing-addresses", BERLIN).expect(201).text("/id");
        var project = new ProjectId(UUID.randomUUID());
        Happened.in(
                service,
                new ProjectCreated(
                        CustomerId.parse(acme.id()),
                        project,
                        "website",
                        "Website",
                        PaymentMethodId.parse(method),
                        BillingAddressId.parse(address),
                        List.of(LocationName.GLOBAL)));

        for (var path : List.of("/payment-methods/" + method, "/billing-addresses/" + address)) {
            var refused = acme.admin().delete(acme.path() + path).expectProblem(409, "in-use");
            assertThat(refused.text("/projects/0/projectId")).isEqualTo(project.toString());
        }
    }

    @Test
    void masksTextsForWhoMayNotEditThem() {
        put("/company-address", BERLIN).expect(200);
        put("/cost-centre", "{\"costCentre\":\"4711\"}").expect(200);
        post("/billing-addresses", BERLIN).expect(201);
        post("/payment-methods/sepa-mandate", MANDATE).expect(201);

        for (var reader : List.of(service.auditor(), service.client(acme.id(), Scope.CUSTOMERS_READ))) {
            for (var path : List.of("/general-data", "/billing-addresses", "/payment-methods")) {
                var seen = reader.get(acme.path() + path).expect(200).body();
                assertThat(seen).contains("***").doesNotContain("Hauptstr", "10115", "123456789", "Alder", "4711");
            }
        }
        var writer = service.client(acme.id(), Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE);
        assertThat(writer.get(acme.path() + "/general-data").expect(200).body()).contains("Hauptstr");
    }

    @Test
    void givesARepeatedRequestItsFirstAnswer() {
        var first =
                post("/payment-methods/card", CARD, "Idempotency-Key", "a-card").expect(201);
        var second =
                post("/payment-methods/card", CARD, "Idempotency-Key", "a-card").expect(201);

        assertThat(second.text("/id")).isEqualTo(first.text("/id"));
        assertThat(get("/payment-methods").json().at("/items").size()).isEqualTo(1);
    }

    @Test
    void showsUntilWhenACustomerHasToNameAPaymentMethod() {
        assertThat(get("").text("/paymentDueBy")).isNotEmpty();
        var before = get("").etag();

        post("/payment-methods/card", CARD).expect(201);
        assertThat(get("").text("/paymentDueBy")).isEmpty();
        assertThat(get("").etag()).isNotEqualTo(before);
    }

    private Reply get(String path) {
        return acme.admin().get(acme.path() + path).expect(200);
    }

    private Reply put(String path, String body, String... headers) {
        return acme.admin().send("PUT", acme.path() + path, body, headers);
    }

    private Reply post(String path, @Nullable String body, String... headers) {
        return acme.admin().post(acme.path() + path, body, headers);
    }

    private static String defaults(String method, String address) {
        return "{\"paymentMethodId\":\"%s\",\"billingAddressId\":\"%s\"}".formatted(method, address);
    }
}
