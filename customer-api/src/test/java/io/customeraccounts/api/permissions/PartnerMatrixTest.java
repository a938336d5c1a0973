package io.customeraccounts.api.permissions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Tries what partners do: each request by each partner group, about each customer that it could be about. */
@Execution(ExecutionMode.SAME_THREAD)
class PartnerMatrixTest {

    private static final Path ACTIONS =
            Path.of("../customer-domain/src/test/resources/io/customeraccounts/domain/values/permission-matrix.txt");
    private static final String UNKNOWN = "0193584e-3b00-7000-8000-00000000ffff";

    /** A line of {@code permission-matrix.txt}. */
    private record Action(Permission permission, Set<String> groups) {}

    /** A line of {@code partner-matrix.md}. */
    private record Row(String method, String path, String action, String body, String managed, String own) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static Map<String, Action> actions;
    private static List<String> groups;
    private static List<Row> rows;
    private static TestService service;
    private static Scene scene;

    @BeforeAll
    static void start() throws IOException {
        readActions();
        rows = readRows();
        service = TestService.with(Databases.H2, LaxGroups.class);
        scene = new Scene();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void readActions() throws IOException {
        actions = new LinkedHashMap<>();
        var header = List.<String>of();
        for (var line : Files.readAllLines(ACTIONS)) {
            var cells = cells(line);
            if (cells.size() < 3) {
                continue;
            }
            if (cells.getFirst().equals("action")) {
                header = cells;
            } else if (header.contains("PARTNER_ADMIN")) {
                var allowed = new HashSet<String>();
                for (var column = 2; column < cells.size(); column++) {
                    if (cells.get(column).equals("x")) {
                        allowed.add(header.get(column));
                    }
                }
                actions.put(cells.getFirst(), new Action(Permission.valueOf(cells.get(1)), allowed));
            }
        }
        groups = header.subList(2, header.size());
    }

    private static List<Row> readRows() throws IOException {
        try (var file = PartnerMatrixTest.class.getResourceAsStream("/partner-matrix.md")) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> cells(line.substring(1, line.length() - 1)))
                    .map(cells -> {
                        var request = cells.getFirst().replace("`", "").split(" ", 2);
                        return new Row(
                                request[0],
                                request[1],
                                cells.get(1),
                                cells.get(2).replace("`", ""),
                                cells.get(3),
                                cells.get(4));
                    })
                    .toList();
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    @TestFactory
    Stream<DynamicTest> givesEachPartnerGroupWhatItMayHave() {
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    var action = actions.get(row.action());
                    assertThat(action).as("no such action: " + row.action()).isNotNull();
                    for (var group : groups) {
                        var allowed = action.groups().contains(group);
                        if (!row.managed().equals("-")) {
                            assertThat(scene.call(row, group, "managed"))
                                    .as("%s, managed", group)
                                    .isEqualTo(expected(row.managed(), allowed, group));
                        }
                        if (!row.own().equals("-")) {
                            assertThat(scene.call(row, group, "own"))
                                    .as("%s, own", group)
                                    .isEqualTo(expected(row.own(), allowed, group));
                        }
                        assertThat(scene.call(row, group, "foreign"))
                                .as("%s, foreign", group)
                                .isEqualTo(404);
                        assertThat(scene.call(row, group, "unknown"))
                                .as("%s, unknown", group)
                                .isEqualTo(404);
                    }
                }));
    }

    /** These name the partner and a person: of the customers that it manages, its own, those of another one, or nobody. */
    @TestFactory
    Stream<DynamicTest> showsAndErasesPeopleOfManagedCustomersOnly() {
        var allowed = actions.get("user list, delete user, download user info").groups();
        return Stream.of("data", "erasure")
                .flatMap(what -> groups.stream()
                        .map(group -> DynamicTest.dynamicTest(what + " " + group, () -> {
                            for (var about : List.of("managed", "own", "foreign", "unknown")) {
                                assertThat(scene.callAboutPerson(what, group, about))
                                        .as(about)
                                        .isEqualTo(
                                                !allowed.contains(group) ? 403 : about.equals("managed") ? 200 : 404);
                            }
                        })));
    }

    private static int expected(String cell, boolean allowed, String group) {
        return switch (cell.charAt(0)) {
            case 'x' -> allowed ? Integer.parseInt(cell.substring(1)) : 403;
            case 'a' -> group.equals("PARTNER_ADMIN") ? Integer.parseInt(cell.substring(1)) : 403;
            case 'o' -> group.equals("PARTNER_ADMIN") ? Integer.parseInt(cell.substring(1)) : 404;
            default -> Integer.parseInt(cell);
        };
    }

    /** Each check that stands between a partner's user and a managed customer is left out once. */
    @TestFactory
    Stream<DynamicTest> wouldNoticeACheckThatIsMissing() {
        return actions.values().stream()
                .filter(action -> action.groups().size() < groups.size())
                .filter(action -> rows.stream()
                        .anyMatch(row -> actions.get(row.action()).equals(action)
                                && (row.managed().startsWith("x") || row.own().startsWith("x"))))
                .map(action -> DynamicTest.dynamicTest(action.permission().name(), () -> {
                    service.bean(LaxGroups.class).unchecked = action.permission();
                    try {
                        assertThat(firstWrongCell(action)).isPresent();
                    } finally {
                        service.bean(LaxGroups.class).unchecked = null;
                    }
                }));
    }

    private static Optional<String> firstWrongCell(Action action) {
        for (var row : rows) {
            for (var group : groups) {
                for (var about : List.of("managed", "own")) {
                    var cell = about.equals("own") ? row.own() : row.managed();
                    if (actions.get(row.action()).equals(action)
                            && cell.startsWith("x")
                            && !action.groups().contains(group)
                            && scene.call(row, group, about) != 403) {
                        return Optional.of(row + " " + group);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The groups that ship, but for one permission that every partner group has meanwhile. */
    static class LaxGroups {

        volatile @Nullable Permission unchecked;

        @Bean
        @Primary
        Groups laxGroups() {
            return new Groups() {
                @Override
                public Optional<Group> find(GroupName name) {
                    return Groups.shipped().find(name).map(LaxGroups.this::lax);
                }

                @Override
                public List<Group> of(CustomerKind kind) {
                    return Groups.shipped().of(kind).stream()
                            .map(LaxGroups.this::lax)
                            .toList();
                }
            };
        }

        private Group lax(Group group) {
            var more = unchecked;
            if (more == null || group.kind() != CustomerKind.PARTNER) {
                return group;
            }
            var permissions = new HashSet<>(group.permissions());
            permissions.add(more);
            return new Group(group.name(), group.kind(), permissions, group.shipped());
        }
    }

    /** A partner with a user of each group, and what each request could be about. */
    private static final class Scene {

        private final Company partner = Company.partner(service).withPayment();
        private final Map<String, Person> users = groups.stream()
                .collect(Collectors.toMap(
                        group -> group,
                        group -> group.equals("PARTNER_ADMIN")
                                ? partner.admin()
                                : partner.join("User of " + group.replace('_', ' '), group)
                                        .person()));
        private final Target foreign = managedBy(Company.partner(service));
        private final Map<String, Target> targets = new HashMap<>();

        /** @param membershipId of a user who can be removed */
        private record Target(String customerId, String membershipId, String personId, String projectId) {}

        int call(Row row, String group, String about) {
            var target = targets.computeIfAbsent(about, this::target);
            var path = filled(row.path(), target);
            var body = filled(row.body(), target);
            Reply reply =
                    users.get(group).send(row.method(), path, body.isEmpty() ? null : body, "Reason", "for the matrix");
            if (reply.status() < 300 && !row.method().equals("GET")) {
                targets.remove(about);
            }
            return reply.status();
        }

        int callAboutPerson(String what, String group, String about) {
            var personId = target(about).personId();
            return users.get(group)
                    .send("POST", partner.path() + "/people/" + personId + "/" + what, null, "Reason", "for the matrix")
                    .status();
        }

        private static String filled(String text, Target target) {
            return text.replace("{customerId}", target.customerId())
                    .replace("{membershipId}", target.membershipId())
                    .replace("{projectId}", target.projectId())
                    .replace("{unique}", "u-" + TestService.unique())
                    .replace("{newAddress}", TestService.address("Nina New"));
        }

        private Target target(String about) {
            return switch (about) {
                case "managed" -> managedBy(partner);
                case "own" -> {
                    var spare = partner.join("Sam Spare", "CONTROLLER");
                    yield new Target(
                            partner.id(),
                            spare.membershipId(),
                            spare.person().personId().toString(),
                            partner.project("p-" + TestService.unique()).id());
                }
                case "foreign" -> foreign;
                default -> new Target(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
            };
        }

        private static Target managedBy(Company company) {
            var managed = company.manage().withPayment();
            company.admin()
                    .post(managed.path() + "/add-myself", "{}", "Reason", "for the matrix")
                    .expect(200);
            var user = managed.employee("Theo Target");
            var project = managed.project("p-" + TestService.unique());
            company.admin().post(managed.path() + "/leave", null).expect(204);
            return new Target(
                    managed.id(), user.membershipId(), user.person().personId().toString(), project.id());
        }
    }
}
