package io.customeraccounts.api.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.CustomerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A partner with {@code -Dbenchmark.managed=5000} customers and ten times as many people: its lists and searches, page by page, and
 * what an export takes while everything else goes on. {@code -Dbenchmark.jvm=-Xmx192m} shows that an export is no larger in memory
 * than a part of it.
 */
class PartnersBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 20));
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 6));
    private static final int MANAGED = Integer.getInteger("benchmark.managed", 5_000);
    private static final int PEOPLE = 10 * MANAGED;
    private static final int PROJECTS = Integer.getInteger("benchmark.projects", 20 * MANAGED);
    private static final double PAGE_MILLIS = 50;
    private static final String OPERATOR = "olga@operators.example";

    private final List<String> slow = new ArrayList<>();

    @Test
    void answersPagesFastHoweverManyThereAre(@TempDir Path directory) throws Exception {
        try (var service = new Installation(
                directory, List.of("--customer-accounts.operators[0].subject=" + OPERATOR), Map.of())) {
            var partner = service.company();
            assertThat(service.send(service.withReason(
                                    service.token(OPERATOR), "POST", partner.path() + "/become-partner", null))
                            .statusCode())
                    .isEqualTo(200);
            store(service, CustomerId.parse(partner.path().replaceAll(".*/", "")));

            System.out.printf("%,d customers, %,d people, %,d projects%n", MANAGED, PEOPLE, PROJECTS);
            System.out.println("| page | a second | p50, ms | p99, ms |");
            System.out.println("|---|---|---|---|");
            measure(service, "managed customers", pages(service, partner, "/managed-customers?limit=50"));
            measure(service, "managed customers by name", pages(service, partner, "/managed-customers?search=firm-12"));
            measure(service, "people by name, many", searches(service, partner, "person"));
            measure(service, "people by name, few", searches(service, partner, null));
            export(service, partner, "/exports/projects", PROJECTS);
            export(service, partner, "/exports/quotas", PROJECTS);
            assertThat(slow)
                    .as("pages with a p99 of %s ms or more", PAGE_MILLIS)
                    .isEmpty();
        }
    }

    private void measure(Installation service, String what, IntFunction<Load.Act> client) throws Exception {
        Load.run(4, WARM_UP.dividedBy(4), service::cpu, client);
        // One after the other: how long a page takes, and not how long it waits for others.
        var measured = Load.run(1, TIME, service::cpu, client);
        System.out.printf(
                "| %s | %,.0f | %.1f | %.1f |%n", what, measured.perSecond(), measured.median(), measured.p99());
        assertThat(measured.errors()).isZero();
        if (measured.p99() >= PAGE_MILLIS) {
            slow.add(what);
        }
    }

    /** Page by page, from the first to the last and then again. */
    private static IntFunction<Load.Act> pages(Installation service, Installation.Company partner, String list) {
        return number -> {
            var next = new String[] {""};
            return () -> {
                var answer = service.send(partner.token(), "GET", partner.path() + list + next[0], null);
                var cursor = answer.body().replaceAll("(?s).*\"next\":\"([^\"]*)\".*", "$1");
                next[0] = cursor.equals(answer.body()) ? "" : "&cursor=" + cursor;
                return answer.statusCode() == 200;
            };
        };
    }

    private static IntFunction<Load.Act> searches(
            Installation service, Installation.Company partner, @Nullable String text) {
        return number -> {
            var random = new SplittableRandom(number);
            return () -> {
                var search = text == null ? "person-" + random.nextInt(PEOPLE) + "@" : text;
                var answer = service.send(
                        partner.token(),
                        "POST",
                        partner.path() + "/people/searches",
                        "{\"search\":\"%s\"}".formatted(search));
                return answer.statusCode() == 200 && answer.body().contains("personId");
            };
        };
    }

    /** Reads the file line by line, as somebody does who stores it. */
    private static void export(Installation service, Installation.Company partner, String path, int rows)
            throws IOException, InterruptedException {
        var started = System.nanoTime();
        var request = service.accepting(partner.token(), partner.path() + path, "text/csv");
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        var lines = 0;
        var first = 0L;
        try (var reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            while (reader.readLine() != null) {
                if (lines++ == 0) {
                    first = System.nanoTime() - started;
                }
            }
        }
        var millis = (System.nanoTime() - started) / 1_000_000;
        System.out.printf(
                "%s: %,d rows in %,d ms, the first after %,d ms; resident memory of the service %,d MB%n",
                path, lines - 1, millis, first / 1_000_000, service.residentMemory() / 1_000_000);
        assertThat(lines - 1).isEqualTo(rows);
    }

    /** Rows as they would be; nobody follows these, and there are no events. */
    private static void store(Installation service, CustomerId partner) throws SQLException {
        try (var connection = service.database().connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into customer (customer_id, identifier, name, kind, state, opened_at, version, by_name, by_managed, managed_by)
                    select gen_random_uuid(), 'b-' || n, 'Firm-' || n, 'CUSTOMER', 'ACTIVE', now(), 0, place, place, '%s'
                    from (select n, convert_to('firm-' || n, 'UTF8') || uuid_send(gen_random_uuid()) as place
                          from generate_series(1, %d) n) firms
                    """.formatted(partner.value(), MANAGED));
            statement.execute("""
                    insert into customer_user (membership_id, customer_id, person_id, active_person, full_name, email,
                        canonical_email, group_name, language, joined_at, version, search_text)
                    select id, customer_id, id, id, 'Person ' || n, 'person-' || n || '@firm.example',
                           'person-' || n || '@firm.example', 'CUSTOMER_EMPLOYEE', 'EN', now(), 0,
                           'person ' || n || chr(10) || 'person-' || n || '@firm.example'
                    from (select n, gen_random_uuid() as id from generate_series(0, %2$d - 1) n) people
                    join (select customer_id, row_number() over () - 1 as place from customer where managed_by = '%1$s') c
                      on c.place = people.n %% %3$d
                    """.formatted(partner.value(), PEOPLE, MANAGED));
            statement.execute("""
                    insert into project (project_id, customer_id, identifier, name, payment_method_id, billing_address_id,
                        state, created_at, version, by_name, tags)
                    select id, customer_id, 'p' || n, 'Project ' || n, id, id, 'ACTIVE', now(), 0, uuid_send(id),
                           'stage live'
                    from (select n, gen_random_uuid() as id from generate_series(0, %2$d - 1) n) projects
                    join (select customer_id, row_number() over () - 1 as place from customer where managed_by = '%1$s') c
                      on c.place = projects.n %% %3$d
                    """.formatted(partner.value(), PROJECTS, MANAGED));
            statement.execute("""
                    insert into project_location (location_id, project_id, location, place, quota)
                    select gen_random_uuid(), project_id, 'global', 0, 40 from project
                    """);
            statement.execute("vacuum analyze");
        }
    }
}
