package io.customeraccounts.api.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.permissions.PermissionMatrix.Row;
import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Platform;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.Waiting;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every endpoint that there is and tries each kind of caller on it. */
class PermissionMatrixTest {

    private static final String UNKNOWN = "0193584e-3b00-7000-8000-00000000ffff";

    private static final String SYSTEM = "system";

    /** What a connected system is answered where it is let in. */
    private static final Map<String, Integer> OF_SYSTEMS = Map.of(
            "GET /api/v1/events", 200,
            "GET /api/v1/events?customer={customerId}", 200,
            "GET /api/v1/systems/{systemId}", 200,
            "PUT /api/v1/systems/{systemId}/confirmed", 400,
            "PUT /api/v1/systems/{systemId}/projects/{projectId}/locations/{location}/resources", 404);

    private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z]+)}");

    private static TestService service;
    private static PermissionMatrix matrix;
    private static Scene scene;

    @BeforeAll
    static void start() throws IOException {
        service = TestService.shared(Databases.H2);
        matrix = PermissionMatrix.read();
        scene = new Scene();
    }

    /** Operators and auditors are the same persons in other tests, who are shown pages in the language of a browser. */
    @AfterAll
    static void takeBackTheLanguagesThatWereChosen() {
        service.bean(JdbcClient.class)
                .sql("update person set chosen_language = null")
                .update();
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
                .map(row -> DynamicTest.dynamicTest(
                        row.toString(),
                        () -> assertThat(row.isForAnyone() ? atOnce(row) : oneByOne(row))
                                .isEqualTo(row.statuses())));
    }

    private static Map<String, Integer> oneByOne(Row row) {
        var found = new HashMap<String, Integer>();
        for (var caller : matrix.callers()) {
            var reply = scene.call(caller, row);
            found.put(caller, reply.status());
            if (reply.status() < 300 && !row.method().equals("GET")) {
                scene = new Scene();
            }
        }
        return found;
    }

    /** Some of these take their time on purpose, so that it tells nothing. */
    private static Map<String, Integer> atOnce(Row row) throws Exception {
        var replies = Race.between(matrix.callers().stream()
                .<Callable<Reply>>map(caller -> () -> scene.call(caller, row))
                .toList());
        return IntStream.range(0, replies.size())
                .boxed()
                .collect(Collectors.toMap(
                        matrix.callers()::get, i -> replies.get(i).status()));
    }

    /** Beyond what they are there for, they may no more than a program of a customer that has nothing to do with it. */
    @TestFactory
    Stream<DynamicTest> givesConnectedSystemsTheirOwnAndNothingElse() {
        return matrix.rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    var status = scene.call(SYSTEM, row).status();
                    var own = OF_SYSTEMS.get(row.method() + " " + row.path());
                    if (own == null) {
                        assertThat(status).isIn(row.statuses().get("other client"), 403);
                    } else {
                        assertThat(status).isEqualTo(own);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> tellsOutsidersOfACustomerTheSameAsOfNone() {
        return matrix.rows().stream()
                // pages refuse a form without its token before they look at anything
                .filter(row -> row.path().startsWith("/api/") && row.path().contains("{customerId}"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    for (var outsider : new String[] {"foreign", "other client"}) {
                        var real = scene.call(outsider, row);
                        var none = scene.call(outsider, row, Map.of("customerId", UNKNOWN));

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

    /**
     * A customer with everything that can be asked for, and one caller of each kind; each is made when a row first needs it.
     * Good for many rows, until something in it has been changed.
     */
    private static final class Scene {

        private final Supplier<Company> company =
                lazily(() -> Company.of(service).withPayment());
        private final Supplier<Company> other = lazily(() -> Company.of(service));
        private final Supplier<Company.User> employee =
                lazily(() -> company.get().employee("Emil Employee"));
        private final Supplier<Company.User> target = lazily(() -> company.get().employee("Theo Target"));
        private final Supplier<Company.User> former = lazily(this::remove);
        private final Supplier<Company.Project> project =
                lazily(() -> company.get().project("portal"));
        private final Supplier<Company.Project> assignedProject = lazily(this::assign);
        private final Supplier<Company.User> secondAdmin =
                lazily(() -> company.get().admin("Berta Admin"));
        private final String location = "eu-" + TestService.unique();
        private final Supplier<Platform> system = lazily(() -> service.platform("Cloud " + location, location));
        private final Map<String, Client> callers = new ConcurrentHashMap<>();

        private final Map<String, Supplier<String>> projectNames = Map.of(
                "projectId", () -> project.get().id(),
                "assignedProjectId", () -> assignedProject.get().id(),
                "grantId", lazily(this::grant),
                "location",
                        () -> {
                            var _ = system.get();
                            return location;
                        },
                "systemId", () -> system.get().id(),
                "position", lazily(this::opening),
                "deadLetterId", () -> UNKNOWN,
                "formerMembershipId", () -> former.get().membershipId(),
                "billingAddressId", lazily(this::addBillingAddress),
                "paymentMethodId", lazily(this::requestInvoice));

        /** What is the same in every scene; of the ids there is none. */
        private static final Map<String, String> CONSTANTS = Map.of(
                "messageId",
                UNKNOWN,
                "personId",
                UNKNOWN,
                "part",
                "name",
                "answer",
                "accept",
                "file",
                "projects.csv",
                "turn",
                "pause");

        private final Map<String, Supplier<String>> names = Map.of(
                "customerId", lazily(() -> company.get().id()),
                "membershipId", () -> target.get().membershipId(),
                "adminMembershipId", lazily(() -> secondAdmin.get().membershipId()),
                "employeeMembershipId", lazily(() -> employee.get().membershipId()),
                "invitationId", lazily(this::invite),
                "clientId", lazily(this::addClient),
                "table", () -> "invitation",
                "newAddress", () -> TestService.address("Nina New"),
                "unique", TestService::unique,
                "identifier",
                        lazily(() ->
                                company.get().admin().get(company.get().path()).text("/identifier")));

        /** Those that the history follower has written down. */
        private final Map<String, Supplier<String>> pastNames = Map.of(
                "pastProjectId",
                lazily(() -> followed("projects", project.get().id())),
                "pastMembershipId",
                lazily(() -> followed("users", target.get().membershipId())));

        private String followed(String list, String id) {
            var path = company.get().path() + "/as-of/" + list + "/" + id;
            Waiting.until(() -> company.get().admin().get(path).status() == 200);
            return id;
        }

        private static <T> Supplier<T> lazily(Supplier<T> made) {
            return SingletonSupplier.of(made);
        }

        private String invite() {
            return company.get()
                    .invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_EMPLOYEE")
                    .expect(201)
                    .text("/id");
        }

        /** Where the customer's first event stands in the ledger. */
        private String opening() {
            var opened = company.get()
                    .admin()
                    .get(company.get().path() + "/history?event=customer.opened")
                    .expect(200);
            return Long.toString(opened.json().at("/items/0/position").asLong());
        }

        private Company.User remove() {
            var user = company.get().employee("Flora Former");
            company.get().admin().delete(user.path()).expect(204);
            return user;
        }

        private Company.Project assign() {
            var assigned = company.get().project("assigned");
            assigned.assign(employee.get(), "PROJECT_USER").expect(201);
            return assigned;
        }

        private String grant() {
            return project.get()
                    .assign(target.get(), "PROJECT_USER")
                    .expect(201)
                    .text("/grantId");
        }

        private String addBillingAddress() {
            return company.get()
                    .admin()
                    .post(
                            company.get().path() + "/billing-addresses",
                            "{\"lines\":[\"Wall 1\"],\"city\":\"Hamburg\",\"country\":\"DE\"}")
                    .expect(201)
                    .text("/id");
        }

        private String requestInvoice() {
            return company.get()
                    .admin()
                    .post(company.get().path() + "/payment-methods/invoice", null)
                    .expect(201)
                    .text("/id");
        }

        private String addClient() {
            return company.get()
                    .admin()
                    .post(company.get().path() + "/clients", "{\"name\":\"Job\",\"scopes\":[\"users:read\"]}")
                    .expect(201)
                    .text("/clientId");
        }

        Reply call(String caller, Row row) {
            return call(caller, row, Map.of());
        }

        /** @param instead values for names that are not to be those of the scene */
        Reply call(String caller, Row row, Map<String, String> instead) {
            var body = filled(row.body(), instead);
            return callers.computeIfAbsent(caller, this::caller)
                    .send(row.method(), filled(row.path(), instead), body.isEmpty() ? null : body);
        }

        private String filled(String text, Map<String, String> instead) {
            return NAME.matcher(text)
                    .replaceAll(name -> instead.containsKey(name.group(1))
                            ? instead.get(name.group(1))
                            : projectNames
                                    .getOrDefault(
                                            name.group(1),
                                            () -> CONSTANTS.containsKey(name.group(1))
                                                    ? CONSTANTS.get(name.group(1))
                                                    : names.getOrDefault(name.group(1), pastNames.get(name.group(1)))
                                                            .get())
                                    .get());
        }

        private Client caller(String kind) {
            return switch (kind) {
                case "anonymous" -> service.anonymous();
                case "admin" -> adminWhoIsNotAlone();
                case "employee" -> employee.get().person();
                case "foreign" -> other.get().admin();
                case "auditor" -> service.auditor();
                case "operator" -> service.operator();
                case SYSTEM -> system.get().client();
                case "all scopes" -> service.client(company.get().id(), Scope.values());
                case "other client" -> service.client(other.get().id(), Scope.values());
                default ->
                    service.client(
                            company.get().id(),
                            Arrays.stream(kind.split(" "))
                                    .map(text -> Scope.find(text).orElseThrow())
                                    .toArray(Scope[]::new));
            };
        }

        /** And therefore may leave. */
        private Client adminWhoIsNotAlone() {
            var _ = secondAdmin.get();
            return company.get().admin();
        }
    }
}
