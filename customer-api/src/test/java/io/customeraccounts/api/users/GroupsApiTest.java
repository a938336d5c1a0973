package io.customeraccounts.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Groups are data: operators add some, and they are like those that ship. */
@ParameterizedClass
@EnumSource(Databases.class)
class GroupsApiTest {

    @Parameter
    Databases kind;

    private TestService service;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
    }

    @Test
    void letsAnAddedGroupDoWhatItAllowsAndNothingElse() {
        var name = newName();
        add(name, "CUSTOMER", "VIEW_CUSTOMER", "LIST_USER_NAMES", "READ_HISTORY")
                .expect(201);
        var company = Company.of(service);
        var reader = company.join("Rita Reader", name);

        reader.person().get(company.path()).expect(200);
        reader.person().get("/api/v1/events?customer=" + company.id()).expect(200);
        reader.person().patch(company.path(), "{\"name\":\"New\"}").expectProblem(403, "not-permitted");
        reader.person().post(company.path() + "/leave", null).expectProblem(403, "not-permitted");
        assertThat(company.admin().get(reader.path()).text("/group")).isEqualTo(name);
    }

    @Test
    void countsWhoManagesUsersByAnAddedGroupAsAnAdmin() {
        var name = newName();
        add(name, "CUSTOMER", "VIEW_CUSTOMER", "LIST_USERS", "MANAGE_USERS", "EDIT_CUSTOMER")
                .expect(201);
        var company = Company.of(service);
        company.join("Mona Manager", name);

        company.admin().post(company.path() + "/leave", null).expect(204);
        assertThat(service.operator().get(company.path()).text("/state")).isEqualTo("ACTIVE");
    }

    @Test
    void listsThemAfterThoseThatShipAndProtectsBoth() {
        var name = newName();
        add(name, "PARTNER", "VIEW_CUSTOMER", "LIST_MANAGED_CUSTOMERS").expect(201);

        var names = service.operator()
                .get("/api/v1/groups?kind=PARTNER")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(group -> group.at("/name").asString())
                .toList();
        assertThat(names).startsWith("PARTNER_ADMIN").contains(name);
        add(name, "PARTNER", "VIEW_CUSTOMER").expectProblem(409, "group-exists");
        add("CUSTOMER_ADMIN", "CUSTOMER", "VIEW_CUSTOMER").expectProblem(409, "group-exists");
    }

    @Test
    void refusesWhatIsNoGroup() {
        add("small", "CUSTOMER", "VIEW_CUSTOMER").expectProblem(422, "invalid-value");
        add(newName(), "CUSTOMER").expectProblem(422, "invalid-value");
        add(newName(), "CUSTOMER", "MANAGE_QUOTA").expectProblem(422, "invalid-value");
        add(newName(), "NOBODY", "VIEW_CUSTOMER").expectProblem(422, "invalid-value");
        add(newName(), "CUSTOMER", "FLY").expectProblem(422, "invalid-value");
    }

    @Test
    void isInTheLedger() {
        add(newName(), "CUSTOMER", "VIEW_CUSTOMER").expect(201);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> service.bean(JdbcClient.class)
                                .sql("""
                                        select count(*)
                                        from ledger l join domain_event e on e.event_identifier = l.event_identifier
                                        where e.name = 'group.added'
                                        """)
                                .query(Long.class)
                                .single(),
                        count -> count > 0);
    }

    private static String newName() {
        return "G_" + TestService.unique().toUpperCase(Locale.ROOT);
    }

    private Reply add(String name, String of, String... permissions) {
        var quoted = Stream.of(permissions).map(it -> '"' + it + '"').collect(Collectors.joining(","));
        return service.operator()
                .post("/api/v1/operations/groups", """
                        {"name":"%s","kind":"%s","permissions":[%s]}""".formatted(name, of, quoted), "Reason", "for a test");
    }
}
