package io.customeraccounts.api.customers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Operators act in every customer, say why, and are known for it. */
@ParameterizedClass
@EnumSource(Databases.class)
class OperatorsApiTest {

    private static final String RENAME = "{\"name\":\"Renamed\"}";

    @Parameter
    Databases kind;

    private TestService service;
    private Person operator;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        operator = service.operator();
    }

    @Test
    void haveToSayWhy() {
        var company = Company.of(service);

        operator.get(company.path()).expect(200);
        operator.patch(company.path(), RENAME).expectProblem(422, "reason-required");
        operator.patch(company.path(), RENAME, "Reason", "asked for by phone").expect(200);
        operator.get("/api/v1/customers/" + UUID.randomUUID()).expectProblem(404, "not-found");
    }

    @Test
    void areRecordedAsSuchWithTheirReasonAndTheAdminsAreTold() {
        var company = Company.of(service);
        var reason = "asked for by phone " + TestService.unique();
        operator.patch(company.path(), RENAME, "Reason", reason).expect(200);

        var metadata = service.bean(JdbcClient.class)
                .sql("""
                        select metadata from domain_event
                        where aggregate_identifier = :customer and name = 'customer.renamed'
                        """)
                .param("customer", UUID.fromString(company.id()))
                .query((row, number) -> new String(row.getBytes(1), UTF_8))
                .single();
        assertThat(metadata).contains("\"actor\":\"operator:").contains(reason);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> service.anonymous()
                                .get("/dev/mailbox/messages?to="
                                        + company.admin().email())
                                .expect(200)
                                .body(),
                        mails -> mails.contains(reason));
    }

    @Test
    void giveACustomerWithoutAdminOne() {
        var managed = Company.partner(service).manage();
        var admin = service.person("Ada Admin");
        var invitation = operator.post(
                        managed.path() + "/invitations", """
                        {"fullName":"Ada Admin","email":"%s","group":"CUSTOMER_ADMIN"}""".formatted(admin.email()), "Reason", "nobody is left")
                .expect(201);
        admin.post("/api/v1/invitations/" + invitation.text("/id") + "/accept", null)
                .expect(200);

        var shown = admin.get(managed.path()).expect(200);
        assertThat(shown.text("/state")).isEqualTo("ACTIVE");
        assertThat(shown.json().at("/nextSteps").isMissingNode()).isTrue();
    }

    @Test
    void mayLeaveACustomerWithoutAdminAndMakeAUserOne() {
        var company = Company.of(service);
        var employee = company.employee("Emil Employee");

        operator.delete(company.adminAsUser().path(), "Reason", "left the company")
                .expect(204);
        assertThat(operator.get(company.path()).text("/state")).isEqualTo("NO_ADMIN");
        assertThat(operator.get(company.path()).text("/nextSteps/0")).isEqualTo("ASK_AN_OPERATOR");

        operator.patch(employee.path(), "{\"group\":\"CUSTOMER_ADMIN\"}", "Reason", "asked for by phone")
                .expect(200);
        assertThat(operator.get(company.path()).text("/state")).isEqualTo("ACTIVE");
    }

    @Test
    void areNoUsersOfTheCustomersAndMakeNoProgramsOfThem() {
        var company = Company.of(service);

        operator.post(company.path() + "/leave", null, "Reason", "why not").expectProblem(403, "not-permitted");
        operator.post(
                        company.path() + "/clients",
                        "{\"name\":\"Job\",\"scopes\":[\"users:read\"]}",
                        "Reason",
                        "why not")
                .expectProblem(403, "not-permitted");
    }
}
