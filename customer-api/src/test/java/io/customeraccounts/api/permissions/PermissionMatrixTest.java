package io.customeraccounts.api.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.permissions.PermissionMatrix.Row;
import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every endpoint that there is and tries each kind of caller on it. */
class PermissionMatrixTest {

    private static final String UNKNOWN = "0193584e-3b00-7000-8000-00000000ffff";

    private static TestService service;
    private static PermissionMatrix matrix;

    @BeforeAll
    static void start() throws IOException {
        service = TestService.shared(Databases.H2);
        matrix = PermissionMatrix.read();
    }

    @Test
    void hasARowForEveryEndpointAndNoneForOthers() {
        var mapping = service.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        var endpoints = mapping.getHandlerMethods().keySet().stream()
                .flatMap(PermissionMatrixTest::endpoints)
                // where the container sends what it refuses itself
                .filter(endpoint -> !endpoint.equals("ANY /error"))
                .collect(Collectors.toCollection(TreeSet::new));
        var rows = matrix.rows().stream().map(Row::endpoint).collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows)
                .describedAs("add a row to src/test/resources/permission-matrix.md for each endpoint")
                .isEqualTo(endpoints);
    }

    private static Stream<String> endpoints(RequestMappingInfo mapping) {
        var methods = mapping.getMethodsCondition().getMethods().isEmpty()
                ? Stream.of("ANY")
                : mapping.getMethodsCondition().getMethods().stream().map(Enum::name);
        return methods.flatMap(method -> mapping.getPatternValues().stream().map(path -> method + " " + path));
    }

    @TestFactory
    Stream<DynamicTest> givesEachCallerWhatTheyMayHave() {
        return matrix.rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    var scene = new Scene();
                    var found = new HashMap<String, Integer>();
                    for (var caller : matrix.callers()) {
                        var reply = scene.call(caller, row, scene.names());
                        found.put(caller, reply.status());
                        if (reply.status() < 300 && !row.method().equals("GET")) {
                            scene = new Scene();
                        }
                    }
                    assertThat(found).isEqualTo(row.statuses());
                }));
    }

    @TestFactory
    Stream<DynamicTest> tellsOutsidersOfACustomerTheSameAsOfNone() {
        return matrix.rows().stream()
                // pages refuse a form without its token before they look at anything
                .filter(row -> row.path().startsWith("/api/") && row.path().contains("{customerId}"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    var scene = new Scene();
                    var unknown = new HashMap<>(scene.names());
                    unknown.put("customerId", UNKNOWN);
                    for (var outsider : new String[] {"foreign", "other client"}) {
                        var real = scene.call(outsider, row, scene.names());
                        var none = scene.call(outsider, row, unknown);

                        assertThat(real.status()).isEqualTo(404);
                        assertThat(none.status()).isEqualTo(404);
                        assertThat(real.body()).isEqualTo(none.body());
                        assertThat(comparable(real)).isEqualTo(comparable(none));
                    }
                }));
    }

    private static Map<String, Object> comparable(Reply reply) {
        var headers = new HashMap<String, Object>(reply.response().headers().map());
        headers.keySet().removeAll(Set.of("date", "connection"));
        return headers;
    }

    /** A customer with everything that can be asked for, and one caller of each kind. */
    private static final class Scene {

        private final Company company = Company.of(service);
        private final Company other = Company.of(service);
        private final Company.User employee = company.employee("Emil Employee");
        private final Company.User secondAdmin = company.admin("Berta Admin");
        private final Company.User target = company.employee("Theo Target");
        private final String invitationId = company.invite(
                        "Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_EMPLOYEE")
                .expect(201)
                .text("/id");

        private final String clientId = company.admin()
                .post(company.path() + "/clients", "{\"name\":\"Job\",\"scopes\":[\"users:read\"]}")
                .expect(201)
                .text("/clientId");

        Map<String, String> names() {
            return Map.of(
                    "customerId", company.id(),
                    "membershipId", target.membershipId(),
                    "adminMembershipId", secondAdmin.membershipId(),
                    "employeeMembershipId", employee.membershipId(),
                    "invitationId", invitationId,
                    "clientId", clientId,
                    "newAddress", TestService.address("Nina New"),
                    "unique", TestService.unique(),
                    "identifier", company.admin().get(company.path()).text("/identifier"));
        }

        Reply call(String caller, Row row, Map<String, String> names) {
            var path = row.path();
            var body = row.body();
            for (var name : names.entrySet()) {
                path = path.replace("{" + name.getKey() + "}", name.getValue());
                body = body.replace("{" + name.getKey() + "}", name.getValue());
            }
            return caller(caller).send(row.method(), path, body.isEmpty() ? null : body);
        }

        private Client caller(String kind) {
            return switch (kind) {
                case "anonymous" -> service.anonymous();
                case "admin" -> company.admin();
                case "employee" -> employee.person();
                case "foreign" -> other.admin();
                case "auditor" -> service.auditor();
                case "all scopes" -> service.client(company.id(), Scope.values());
                case "other client" -> service.client(other.id(), Scope.values());
                default ->
                    service.client(
                            company.id(),
                            Arrays.stream(kind.split(" "))
                                    .map(text -> Scope.find(text).orElseThrow())
                                    .toArray(Scope[]::new));
            };
        }
    }
}
