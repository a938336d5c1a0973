package io.customeraccounts.api.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.customeraccounts.api.testing.Grantor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Decisions over HTTP with a million grants, against a request that only signs in; and removals of users with one and with a
 * thousand grants. The load and both servers share the machine.
 */
class AccessBenchmark {

    private static final String AUDITOR = "audrey";
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 20));
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 6));

    private static final int TURNS = Integer.getInteger("benchmark.turns", 3);
    private static final List<Integer> CLIENTS = Load.clients();

    private static final int CUSTOMERS = 10;
    private static final int USERS = 1_000;
    private static final int PROJECTS = 100;

    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 20);
    private static final int WARM_UPS = 4;
    private static final int GRANTS = 1_000;

    /** What is stored, by customer. */
    private record Stored(List<UUID> memberships, List<UUID> projects) {}

    @Test
    void comparesDecisionsWithSigningIn(@TempDir Path directory) throws Exception {
        try (var service =
                new Installation(directory, List.of("--customer-accounts.auditors[0].subject=" + AUDITOR), Map.of())) {
            var stored = IntStream.range(0, CUSTOMERS)
                    .mapToObj(number -> stored(service))
                    .toList();
            analyze(service);
            var token = service.token(AUDITOR);
            Load.run(8, WARM_UP.dividedBy(2), service::cpu, number -> signingIn(service, token));
            Load.run(8, WARM_UP, service::cpu, number -> asking(service, token, stored, number));
            Load.run(8, WARM_UP.dividedBy(2), service::cpu, number -> evaluating(service, token, stored, number));
            System.out.println(Load.HEADER.replace("raw inserts", "signing in"));
            for (var clients : CLIENTS) {
                // Each after signing in of the same moments: a machine is not as fast at all times.
                for (var turn = 0; turn < TURNS; turn++) {
                    var limit = Load.run(clients, TIME, service::cpu, number -> signingIn(service, token));
                    System.out.println(limit.line("sign in only", clients, limit.perSecond()));
                    var decisions =
                            Load.run(clients, TIME, service::cpu, number -> asking(service, token, stored, number));
                    System.out.println(decisions.line("decide", clients, limit.perSecond()));
                    var evaluations =
                            Load.run(clients, TIME, service::cpu, number -> evaluating(service, token, stored, number));
                    System.out.println(evaluations.line("decide (AuthZEN)", clients, limit.perSecond()));
                }
            }
        }
    }

    private static Load.Act signingIn(Installation service, String token) {
        return () -> service.send(token, "GET", "/api/v1/me", null).statusCode() == 200;
    }

    private static Load.Act asking(Installation service, String token, List<Stored> stored, int number) {
        var random = new SplittableRandom(number);
        return () -> {
            var customer = stored.get(random.nextInt(stored.size()));
            var answer = service.send(
                    token,
                    "GET",
                    "/api/v1/access?action=USE&membershipId=" + any(customer.memberships(), random) + "&projectId="
                            + any(customer.projects(), random),
                    null);
            return answer.statusCode() == 200 && answer.body().contains("\"allowed\":true");
        };
    }

    private static Load.Act evaluating(Installation service, String token, List<Stored> stored, int number) {
        var random = new SplittableRandom(number);
        return () -> {
            var customer = stored.get(random.nextInt(stored.size()));
            var answer = service.send(token, "POST", "/access/v1/evaluation", """
                    {"subject":{"type":"membership","id":"%s"},"action":{"name":"use"},"resource":{"type":"project","id":"%s"}}""".formatted(
                            any(customer.memberships(), random), any(customer.projects(), random)));
            return answer.statusCode() == 200 && answer.body().contains("\"decision\":true");
        };
    }

    private static UUID any(List<UUID> ids, SplittableRandom random) {
        return ids.get(random.nextInt(ids.size()));
    }

    /** Rows and events as they would be; nobody follows these events. */
    private static Stored stored(Installation service) {
        var customer = customerId(service.company());
        var memberships = ids(USERS);
        var projects = ids(PROJECTS);
        try (var connection = service.database().connect()) {
            connection.setAutoCommit(false);
            execute(connection, """
                    insert into customer_user (membership_id, customer_id, person_id, active_person, group_name, language,
                        joined_at, version)
                    select id, ?, id, id, 'CUSTOMER_EMPLOYEE', 'EN', now(), 1000 + place
                    from unnest(?::uuid[]) with ordinality as ids (id, place)
                    """, customer.value(), memberships);
            execute(connection, """
                    insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                        occurred_at, payload, metadata)
                    select id, 'customer', ?, 1000 + place, 'customer.user-joined', '2026-01-01T00:00:00Z', '\\x7b7d', '\\x7b7d'
                    from unnest(?::uuid[]) with ordinality as ids (id, place)
                    """, customer.value(), memberships);
            execute(connection, """
                    insert into project (project_id, customer_id, identifier, name, payment_method_id, billing_address_id,
                        state, created_at, version, by_name)
                    select id, ?, 'p' || place, 'Project', id, id, 'ACTIVE', now(), 0, uuid_send(id)
                    from unnest(?::uuid[]) with ordinality as ids (id, place)
                    """, customer.value(), projects);
            execute(connection, """
                    insert into project_access (grant_id, project_id, customer_id, membership_id, open_membership, role,
                        by_self, opened_at, opened_event, version, by_opened)
                    select gen_random_uuid(), p, ?, m, m, 'PROJECT_USER', false, now(), gen_random_uuid(), place, uuid_send(m)
                    from unnest(?::uuid[]) with ordinality as ids (m, place) cross join unnest(?::uuid[]) as projects (p)
                    """, customer.value(), memberships, projects);
            execute(connection, """
                    insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                        occurred_at, payload, metadata)
                    select opened_event, 'project', project_id, version, 'project.user-assigned', '2026-01-01T00:00:00Z',
                        '\\x7b7d', '\\x7b7d'
                    from project_access where customer_id = ?
                    """, customer.value());
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Stored(memberships, projects);
    }

    private static List<UUID> ids(int count) {
        return IntStream.range(0, count).mapToObj(number -> UUID.randomUUID()).toList();
    }

    private static CustomerId customerId(Installation.Company company) {
        return CustomerId.parse(company.path().replaceAll(".*/", ""));
    }

    private static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var index = 0; index < parameters.length; index++) {
                statement.setObject(
                        index + 1,
                        parameters[index] instanceof List<?> ids
                                ? connection.createArrayOf("uuid", ids.toArray())
                                : parameters[index]);
            }
            statement.executeUpdate();
        }
    }

    private static void analyze(Installation service) throws SQLException {
        try (var connection = service.database().connect();
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            try (var grants = statement.executeQuery("select count(*) from project_access")) {
                grants.next();
                System.out.printf("%,d grants%n", grants.getLong(1));
            }
        }
    }

    // Removal

    @Test
    void removesAUserWithManyGrantsAsFastAsOneWithOne(@TempDir Path directory) throws Exception {
        try (var service = new Installation(directory);
                var grantor = new Grantor(service.database().url())) {
            var company = service.company();
            var projects = IntStream.range(0, GRANTS)
                    .mapToObj(number -> grantor.project(customerId(company)))
                    .toList();
            var one = new Removals(1);
            var many = new Removals(GRANTS);
            for (var round = -WARM_UPS; round < ROUNDS; round++) {
                var few = user(service, grantor, company, projects.subList(0, 1));
                var lots = user(service, grantor, company, projects);
                // Both are removed after the same work, and each goes first in half of the rounds.
                if (round % 2 == 0) {
                    one.add(round, remove(service, company, few));
                    many.add(round, remove(service, company, lots));
                } else {
                    many.add(round, remove(service, company, lots));
                    one.add(round, remove(service, company, few));
                }
            }
            System.out.println(
                    "| grants | removals | acknowledged after, p50 | slowest | every project's history has it after, p50 |");
            System.out.println("|---|---|---|---|---|");
            one.print();
            many.print();
        }
    }

    /** Nanoseconds from the request on. */
    private record Removal(long acknowledged, long everywhere) {}

    private record Removals(int grants, List<Removal> measured) {

        Removals(int grants) {
            this(grants, new ArrayList<>());
        }

        void add(int round, Removal removal) {
            if (round >= 0) {
                measured.add(removal);
            }
        }

        void print() {
            var acknowledged = sorted(Removal::acknowledged);
            var everywhere = sorted(Removal::everywhere);
            System.out.printf(
                    "| %,d | %d | %.1f ms | %.1f ms | %.0f ms |%n",
                    grants,
                    measured.size(),
                    acknowledged[acknowledged.length / 2] / 1e6,
                    acknowledged[acknowledged.length - 1] / 1e6,
                    everywhere[everywhere.length / 2] / 1e6);
        }

        private long[] sorted(ToLongFunction<Removal> what) {
            return measured.stream().mapToLong(what).sorted().toArray();
        }
    }

    private static MembershipId user(
            Installation service, Grantor grantor, Installation.Company company, List<ProjectId> projects)
            throws Exception {
        var membership = MembershipId.parse(service.joined(company).id());
        for (var project : projects) {
            grantor.assign(customerId(company), project, membership);
        }
        return membership;
    }

    private static Removal remove(Installation service, Installation.Company company, MembershipId membership)
            throws Exception {
        // Nothing is left over that would be measured with the removal.
        awaitNone(service, """
                select (select count(*) from unsealed_event) + (select last_position from ledger_head)
                    - (select min(coalesce((convert_from(token, 'UTF8')::json ->> 'position')::bigint, 0)) from token_entry
                        where processor_name in ('policies', 'mails'))
                """);
        var sent = System.nanoTime();
        var answer = service.send(company.token(), "DELETE", company.path() + "/users/" + membership, null);
        var acknowledged = System.nanoTime();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        awaitNone(
                service,
                "select count(*) from project_access where membership_id = '%s' and ended_at is null"
                        .formatted(membership));
        return new Removal(acknowledged - sent, System.nanoTime() - sent);
    }

    private static void awaitNone(Installation service, String count) throws SQLException {
        try (var connection = service.database().connect();
                var statement = connection.createStatement()) {
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        try (var found = statement.executeQuery(count)) {
                            found.next();
                            return found.getInt(1) == 0;
                        }
                    });
        }
    }
}
