package io.customeraccounts.api.clients;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs of a customer, with the tokens that they got as every client gets one. */
@ParameterizedClass
@EnumSource(Databases.class)
class ClientsApiTest {

    @Parameter
    Databases kind;

    private TestService service;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
    }

    @Test
    void areRefusedFromTheMomentTheyAreRevoked() {
        var acme = Company.of(service);
        var made = client(acme);
        var program = service.withToken(token(made).expect(200).text("/access_token"));
        program.get(acme.path() + "/users").expect(200);

        acme.admin().delete(acme.path() + "/clients/" + made.text("/clientId")).expect(204);

        program.get(acme.path() + "/users").expectProblem(401, "not-authenticated");
        token(made).expect(401);
    }

    @Test
    void areRefusedFromTheMomentTheirCustomerIsClosed() {
        var acme = Company.of(service);
        var made = client(acme);
        var program = service.withToken(token(made).expect(200).text("/access_token"));
        var customer = program.get(acme.path()).expect(200);

        service.operator()
                .post(
                        acme.path() + "/close",
                        "{\"confirmation\":\"%s\"}".formatted(customer.text("/identifier")),
                        "Reason",
                        "over")
                .expect(200);

        program.get(acme.path()).expectProblem(401, "not-authenticated");
        token(made).expect(401);
    }

    private static Reply client(Company company) {
        return company.admin().post(company.path() + "/clients", """
                        {"name":"Nightly export","scopes":["users:read","customers:read"]}""").expect(201);
    }

    private Reply token(Reply made) {
        return service.systemToken(made.text("/clientId"), made.text("/clientSecret"), "users:read+customers:read");
    }
}
