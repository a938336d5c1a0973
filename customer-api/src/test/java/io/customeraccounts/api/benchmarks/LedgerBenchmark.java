package io.customeraccounts.api.benchmarks;

import io.customeraccounts.api.benchmarks.Followings.Following;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the ledger costs: commands at full load without it, with it, and with everybody who follows it, in turns, so that what
 * changes in the course of a run does so for all of them. And how long it takes from an event's commit until that of its
 * position.
 */
class LedgerBenchmark {

    private static final int CLIENTS = Integer.getInteger("benchmark.clients", 8);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 30));
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 6));
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 6);

    @Test
    void comparesCommandsWithAndWithoutTheLedger(@TempDir Path directory) throws Exception {
        try (var service =
                new Installation(directory, Followings.settings(directory), Map.of("track_commit_timestamp", "on"))) {
            var works = new LinkedHashMap<String, IntFunction<Load.Act>>();
            works.put("invite", number -> CommandsBenchmark.inviting(service, service.company()));
            works.put("change group", number -> CommandsBenchmark.changing(service, service.company()));
            for (var work : works.values()) {
                Load.run(CLIENTS, WARM_UP.dividedBy(works.size()), service::cpu, work);
            }
            System.out.printf("""

                    | work, %d clients | alone, and processor time for each | sealed | and followed | cost of the ledger | of all that follows | from commit to sealed, p50 | p99 |
                    |---|---|---|---|---|---|---|---|
                    """, CLIENTS);
            for (var work : works.entrySet()) {
                measure(service, directory, work.getKey(), work.getValue());
            }
        }
    }

    private static void measure(Installation service, Path directory, String what, IntFunction<Load.Act> work)
            throws Exception {
        var loads = new EnumMap<Following, List<Load.Measured>>(Following.class);
        var from = (long) number(service.database(), "select last_position from ledger_head");
        var sealedWhileWorking = new ArrayList<String>();
        for (var round = 0; round < ROUNDS; round++) {
            var turns = new ArrayList<>(List.of(Following.values()));
            Collections.rotate(turns, round);
            for (var following : turns) {
                Followings.set(directory, following);
                var before = (long) number(service.database(), "select last_position from ledger_head");
                loads.computeIfAbsent(following, it -> new ArrayList<>())
                        .add(Load.run(CLIENTS, TIME, service::cpu, work));
                var after = (long) number(service.database(), "select last_position from ledger_head");
                if (following != Following.NOTHING) {
                    sealedWhileWorking.add("l.position between %d and %d".formatted(before + 1, after));
                }
                Followings.set(directory, Following.EVERYTHING);
                awaitAll(service.database());
            }
        }
        System.out.printf(
                "| %s | %s | %s | %s | %s | %s | %.1f ms | %.1f ms |%n",
                what,
                line(loads.get(Following.NOTHING)),
                line(loads.get(Following.LEDGER)),
                line(loads.get(Following.EVERYTHING)),
                cost(loads, Following.LEDGER),
                cost(loads, Following.EVERYTHING),
                lag(service.database(), sealedWhileWorking, 0.5),
                lag(service.database(), sealedWhileWorking, 0.99));
        System.out.println("from position " + from + ": " + loads);
    }

    private static String line(List<Load.Measured> loads) {
        return "%.0f/s, %.2f ms"
                .formatted(
                        median(loads.stream().map(Load.Measured::perSecond).toList()),
                        median(loads.stream().map(LedgerBenchmark::cpu).toList()));
    }

    /** In milliseconds for each command, of the service and of the database. */
    private static double cpu(Load.Measured load) {
        return (load.cpu().service().toNanos() + load.cpu().database().toNanos()) / 1e6 / load.done();
    }

    /** Of processor time; that of each round by itself, the one in the middle, and the least and the greatest. */
    private static String cost(Map<Following, List<Load.Measured>> loads, Following following) {
        var costs = new ArrayList<Double>();
        for (var round = 0; round < ROUNDS; round++) {
            var alone = cpu(loads.get(Following.NOTHING).get(round));
            costs.add(100 * (cpu(loads.get(following).get(round)) / alone - 1));
        }
        return "%.1f %% (%.1f to %.1f)".formatted(median(costs), Collections.min(costs), Collections.max(costs));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().mapToDouble(it -> it).toArray();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** In milliseconds, as the database has noted both commits. */
    private static double lag(DurablePostgres database, List<String> positions, double quantile) throws SQLException {
        return number(database, """
                select extract(epoch from percentile_cont(%s) within group
                    (order by pg_xact_commit_timestamp(l.xmin) - pg_xact_commit_timestamp(e.xmin))) * 1000
                from domain_event e join ledger l on l.event_identifier = e.event_identifier
                where %s
                """.formatted(quantile, String.join(" or ", positions)));
    }

    /** What one turn has left over is not to be measured with the next. */
    private static void awaitAll(DurablePostgres database) throws Exception {
        while (number(database, """
                select (select count(*) from unsealed_event)
                    + (select last_position from ledger_head)
                    - (select min(coalesce((convert_from(token, 'UTF8')::json ->> 'position')::bigint, 0)) from token_entry)
                    + (select count(*) from mail where state = 'WAITING' and next_attempt_at < now())
                """) > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static double number(DurablePostgres database, String query) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        }
    }
}
