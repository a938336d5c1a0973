package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often a command goes to the database and back: what a command costs is mostly that. */
class StatementsTest {

    private static TestService service;

    @BeforeAll
    static void start() {
        service = TestService.with(Databases.H2, Statements.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void sends(int statements, Runnable command) {
        Statements.ofRequests();
        command.run();
        assertThat(Statements.ofRequests()).hasSize(statements);
    }

    /** The commit is one; signing in, permission and idempotency are five. */
    @Test
    void goesToTheDatabaseNoMoreOftenThanItHasTo() {
        var acme = Company.of(service);
        acme.invite("Ann Other", TestService.address("Ann"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        var ben = acme.employee("Ben Beech");
        var cay = service.person("Cay Cedar");
        var invitation =
                acme.invite("Cay Cedar", cay.email(), "CUSTOMER_EMPLOYEE").text("/id");

        sends(
                14,
                () -> acme.admin()
                        .post(
                                acme.path() + "/invitations",
                                "{\"fullName\":\"Dan\",\"email\":\"%s\"}".formatted(TestService.address("Dan")),
                                "Idempotency-Key",
                                "invite")
                        .expect(201));
        sends(
                13,
                () -> cay.post("/api/v1/invitations/" + invitation + "/accept", null, "Idempotency-Key", "accept")
                        .expect(200));
        sends(
                12,
                () -> acme.admin()
                        .patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}", "Idempotency-Key", "change")
                        .expect(200));
        // Three of them for what connected systems have to confirm; two at any later time.
        sends(
                15,
                () -> acme.admin()
                        .delete(ben.path(), "Idempotency-Key", "remove")
                        .expect(204));
    }

    /** Whether the token counts is one, the decision the other. Who exactly asks makes no difference to what they are told. */
    @Test
    void goesToTheDatabaseTwiceForADecision() {
        var acme = Company.of(service);
        var question = "/api/v1/access?action=USE&projectId=%s&membershipId=%s"
                .formatted(
                        acme.project("portal").id(), acme.employee("Ben Beech").membershipId());
        var client = service.client(acme.id(), Scope.ACCESS_READ);

        for (var asking : List.of(service.auditor(), service.operator(), client)) {
            sends(2, () -> asking.get(question).expect(200));
        }
    }
}
