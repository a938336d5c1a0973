package io.customeraccounts.api.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.benchmarks.Installation.Company;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invitations that arrive at a fixed rate, whether the service keeps up or not. A time counts from when a request was to be
 * sent, so that waiting for one's turn is part of it.
 */
class OverloadBenchmark {

    private static final int CLIENTS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 20));
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 15));

    /** After an overload, the service is to be as before in this time. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private final Set<String> acknowledged = Collections.synchronizedSet(new HashSet<>());

    @Test
    void holdsHalfOfWhatItCanAndShedsWhatIsThreeTimesTooMuch(@TempDir Path directory) throws Exception {
        try (var service = new Installation(directory)) {
            var companies =
                    IntStream.range(0, 64).mapToObj(number -> service.company()).toList();
            Load.run(CLIENTS, WARM_UP, service::cpu, number -> inviting(service, companies.get(number)));
            var closed = Load.run(CLIENTS, TIME, service::cpu, number -> inviting(service, companies.get(number)));
            var capacity = closed.perSecond();
            System.out.printf("%nCapacity, with %d clients: %.0f invitations/s%n%n", CLIENTS, capacity);
            awaitMails(service.database());
            System.out.println(
                    "| rate | asked for | status: times | p50 | p99 of the acknowledged |\n|---|---|---|---|---|");
            var from = Instant.now();
            print("half", capacity / 2, arriving(service, companies, capacity / 2, TIME));
            lags(service.database(), from);
            var overloaded = arriving(service, companies, 3 * capacity, TIME);
            print("threefold", 3 * capacity, overloaded);
            assertThat(overloaded)
                    .allSatisfy(answer -> assertThat(answer.status()).isIn(201, 429, 503));
            for (var second = 1; second <= RECOVERY.toSeconds(); second++) {
                print(
                        "after, second " + second,
                        capacity / 2,
                        arriving(service, companies, capacity / 2, Duration.ofSeconds(1)));
            }
            assertThat(stored(service.database())).containsAll(acknowledged);
            System.out.printf("%nOf %,d acknowledged invitations none is missing.%n", acknowledged.size());
        }
    }

    private Load.Act inviting(Installation service, Company company) {
        return () -> invite(service, service.invitation(company, Installation.address())) == 201;
    }

    private int invite(Installation service, HttpRequest invitation) {
        HttpResponse<String> answer = service.send(invitation);
        if (answer.statusCode() == 201) {
            acknowledged.add(
                    answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/", ""));
        }
        return answer.statusCode();
    }

    /** @param status 0 if there was no answer */
    private record Answer(int status, long nanos) {}

    private int statusOf(Installation service, HttpRequest invitation) {
        try {
            return invite(service, invitation);
        } catch (IllegalStateException unanswered) {
            return 0;
        }
    }

    private List<Answer> arriving(Installation service, List<Company> companies, double perSecond, Duration time)
            throws Exception {
        var count = (int) (perSecond * time.toNanos() / 1e9);
        var answers = Collections.synchronizedList(new ArrayList<Answer>(count));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = System.nanoTime();
            for (var number = 0; number < count; number++) {
                var due = start + (long) (number * 1e9 / perSecond);
                for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                var company = companies.get(number % companies.size());
                callers.execute(() -> {
                    var status = statusOf(service, service.invitation(company, Installation.address()));
                    answers.add(new Answer(status, System.nanoTime() - due));
                });
            }
        }
        return answers;
    }

    private static void print(String what, double perSecond, List<Answer> answers) {
        var byStatus = new TreeMap<Integer, Integer>();
        answers.forEach(answer -> byStatus.merge(answer.status(), 1, Integer::sum));
        var times = answers.stream()
                .filter(answer -> answer.status() == 201)
                .mapToLong(Answer::nanos)
                .sorted()
                .toArray();
        System.out.printf(
                "| %s | %.0f/s | %s | %.1f ms | %.1f ms |%n",
                what, perSecond, byStatus, quantile(times, 0.5), quantile(times, 0.99));
    }

    private static double quantile(long[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    /** What an earlier load has left over is not to be measured with the next. */
    private static void awaitMails(DurablePostgres database) throws Exception {
        while (number(database, "select count(*) from mail where state = 'WAITING' and next_attempt_at < now()") > 0) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void lags(DurablePostgres database, Instant from) throws Exception {
        awaitMails(database);
        System.out.printf(
                "%nFrom decision to position, p99: %.1f ms; from decision to the mail server, p99: %.1f ms%n%n",
                number(database, """
                        select extract(epoch from percentile_cont(0.99) within group
                            (order by l.sealed_at - e.occurred_at::timestamptz)) * 1000
                        from domain_event e join ledger l on l.event_identifier = e.event_identifier
                        where l.sealed_at > '%s'
                        """.formatted(from)), number(database, """
                        select extract(epoch from percentile_cont(0.99) within group (order by finished_at - due_at)) * 1000
                        from mail where state = 'SENT' and due_at > '%s'
                        """.formatted(from)));
    }

    private static double number(DurablePostgres database, String query) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        }
    }

    private static Set<String> stored(DurablePostgres database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select invitation_id::text from invitation")) {
            var found = new HashSet<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
