package io.customeraccounts.api.systems;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.TestIssuer;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Connected systems whose tokens are made by an issuer elsewhere, as those of everybody else are then. */
@ParameterizedClass
@EnumSource(Databases.class)
class SystemsOfIssuerElsewhereTest {

    private static final String SYSTEMS = "/api/v1/operations/systems";
    private static final String CLOUD = "client-of-the-cloud";

    @Parameter
    Databases kind;

    private TestIssuer issuer;
    private TestService service;

    @BeforeEach
    void open() throws IOException {
        issuer = new TestIssuer();
        service = TestService.with(
                kind,
                "--customer-accounts.issuer=" + issuer.url(),
                "--customer-accounts.client-id=account settings",
                "--customer-accounts.operators[0].subject=otto");
    }

    @AfterEach
    void close() {
        service.close();
        issuer.close();
    }

    private Client subject(String subject) {
        return service.withToken(TestIssuer.signed(TestIssuer.claims(issuer.url(), subject, Instant.now())));
    }

    private Client person(String name) {
        return service.withToken(TestIssuer.signed(TestIssuer.claims(issuer.url(), name, Instant.now())
                .claim("name", name)
                .claim("email", name + "@firm.example")
                .claim("email_verified", true)));
    }

    @Test
    void confirmWhatHasEndedWithTokensOfThisIssuerAndNoOthers() throws Exception {
        var otto = subject("otto");
        otto.post(SYSTEMS, "{\"name\":\"Cloud\",\"locations\":[\"east\"]}", "Reason", "new")
                .expectProblem(400, "malformed-request")
                .expectError("pointer", "#/clientId", "missing");
        var registered = otto.post(
                        SYSTEMS,
                        "{\"name\":\"Cloud\",\"locations\":[\"east\"],\"clientId\":\"%s\"}".formatted(CLOUD),
                        "Reason",
                        "new")
                .expect(201);
        assertThat(registered.text("/clientSecret")).isEmpty();
        var system = "/api/v1/systems/" + registered.text("/id");

        var anna = person("anna");
        var acme = anna.post("/api/v1/customers", "{\"name\":\"ACME\"}")
                .expect(201)
                .header("Location");
        createProject(anna, acme);
        var invitation = anna.post(acme + "/invitations", "{\"fullName\":\"Ben Beech\",\"email\":\"ben@firm.example\"}")
                .expect(201)
                .text("/id");
        var ben = person("ben")
                .post("/api/v1/invitations/" + invitation + "/accept", null)
                .expect(200)
                .text("/membershipId");
        anna.delete(acme + "/users/" + ben).expect(204);
        var cloud = subject(CLOUD);
        cloud.get(system).expect(200);
        cloud.get(acme).expectProblem(404, "not-found");

        var cursor = wholeFeed(cloud);
        for (var refused : refused().entrySet()) {
            var caller = service.withToken(refused.getValue());
            assertThat(confirm(caller, system, cursor)).as(refused.getKey()).isEqualTo(401);
            caller.get("/api/v1/events").expect(401);
        }
        assertThat(confirm(person("ben"), system, cursor)).isEqualTo(403);
        assertThat(confirm(anna, system, cursor)).isEqualTo(403);
        assertThat(confirmed(anna, acme, ben)).isEqualTo("0 of 1");

        Waiting.until(() -> {
            assertThat(confirm(cloud, system, wholeFeed(cloud))).isEqualTo(200);
            return confirmed(anna, acme, ben).equals("1 of 1");
        });

        otto.delete(SYSTEMS + "/" + registered.text("/id"), "Reason", "gone").expect(204);
        assertThat(confirm(cloud, system, cursor)).isEqualTo(401);
        cloud.get("/api/v1/me").expect(401);
        cloud.post("/api/v1/customers", "{\"name\":\"Mine\"}").expect(401);

        // Forgotten, it is a person like everybody else: that it is remembered is all that keeps it out.
        JdbcClient.create(service.bean(DataSource.class))
                .sql("update connected_system set client_id = 'forgotten' where client_id = :client")
                .param("client", CLOUD)
                .update();
        cloud.get("/api/v1/me").expect(200);
    }

    /** Tokens that say they are of the cloud's client. */
    private Map<String, String> refused() throws IOException {
        var now = Instant.now();
        var tokens = new TreeMap<String, String>();
        try (var foreign = new TestIssuer()) {
            tokens.put("of another issuer", TestIssuer.signed(TestIssuer.claims(foreign.url(), CLOUD, now)));
        }
        tokens.put("expired", TestIssuer.signed(TestIssuer.claims(issuer.url(), CLOUD, now.minusSeconds(600))));
        tokens.put(
                "not valid yet",
                TestIssuer.signed(
                        TestIssuer.claims(issuer.url(), CLOUD, now).notBeforeTime(Date.from(now.plusSeconds(120)))));
        tokens.put(
                "for another audience",
                TestIssuer.signed(TestIssuer.claims(issuer.url(), CLOUD, now).audience("another-service")));
        tokens.put(
                "for no audience",
                TestIssuer.signed(TestIssuer.claims(issuer.url(), CLOUD, now).audience((String) null)));
        var right = TestIssuer.signed(TestIssuer.claims(issuer.url(), CLOUD, now));
        tokens.put("with another signature", right.substring(0, right.lastIndexOf('.')) + otherSignature(now));
        return tokens;
    }

    private String otherSignature(Instant now) {
        var other = TestIssuer.signed(TestIssuer.claims(issuer.url(), "somebody", now));
        return other.substring(other.lastIndexOf('.'));
    }

    private static int confirm(Client caller, String system, String cursor) {
        return caller.send("PUT", system + "/confirmed", "{\"cursor\":\"%s\"}".formatted(cursor))
                .status();
    }

    private static String confirmed(Client admin, String customer, String membershipId) {
        var systems = admin.get(customer + "/users/" + membershipId + "/revocation")
                .expect(200)
                .json()
                .at("/systems");
        return systems.at("/confirmed").asInt() + " of " + systems.at("/of").asInt();
    }

    /** @return the place after everything that the system can read now */
    private static String wholeFeed(Client system) {
        var next = "/api/v1/events?limit=1000";
        for (var last = ""; !next.equals(last); ) {
            last = next;
            next = system.get(next).expect(200).header("Link").replaceAll("^<([^>]*)>.*", "$1");
        }
        return next.replaceAll(".*after=([^&]*).*", "$1");
    }

    private static void createProject(Client admin, String customer) {
        var method = admin.post(customer + "/payment-methods/card", """
            {"token":"pm_1NxYzA2eZvKYlo2C","brand":"VISA","lastDigits":"1111","expiryMonth":"2098-02"}\
            """).expect(201);
        var address = admin.post(customer + "/billing-addresses", """
            {"lines":["Main Street 1"],"city":"Berlin","country":"DE"}\
            """).expect(201);
        admin.post(customer + "/projects", """
            {"identifier":"portal","name":"Portal","locations":["east"],"paymentMethodId":"%s","billingAddressId":"%s"}\
            """.formatted(method.text("/id"), address.text("/id")))
                .expect(201);
    }
}
