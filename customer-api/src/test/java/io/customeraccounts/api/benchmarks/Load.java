package io.customeraccounts.api.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Clients that do one thing after the other for a while, and how long each took. */
final class Load {

    private Load() {}

    @FunctionalInterface
    interface Act {
        /**
         * @return whether it succeeded
         * @throws NoSuchElementException if there is nothing left to do
         */
        boolean done() throws Exception;
    }

    /** Processor time that was used, which tells more than the clock where others work too. */
    record Cpu(Duration service, Duration database) {

        static final Cpu NONE = new Cpu(Duration.ZERO, Duration.ZERO);

        Cpu since(Cpu before) {
            return new Cpu(service.minus(before.service), database.minus(before.database));
        }
    }

    /**
     * @param median milliseconds that one took which succeeded
     * @param p99 likewise, all but one in a hundred
     */
    record Measured(double seconds, int done, double median, double p99, Cpu cpu, int errors) {

        double perSecond() {
            return done / seconds;
        }

        String line(String what, int clients, double limit) {
            return "| %-22s | %2d | %7.0f/s | %7.2f ms | %7.2f ms | %5.2f | %6.2f ms | %6.2f ms | %d |"
                    .formatted(
                            what,
                            clients,
                            perSecond(),
                            median,
                            p99,
                            perSecond() / limit,
                            each(cpu.service()),
                            each(cpu.database()),
                            errors);
        }

        private double each(Duration used) {
            return used.toNanos() / 1e6 / Math.max(1, done);
        }
    }

    static final String HEADER = """
            | work                   | clients | per second | p50 | p99 | ratio to raw inserts | CPU of the service | CPU of the database | errors |
            |---|---|---|---|---|---|---|---|---|""";

    /** How many clients there are to be, one number after the other: {@code -Dbenchmark.clients=1,8,32}. */
    static List<Integer> clients() {
        return Stream.of(System.getProperty("benchmark.clients", "1,8,32").split(",", -1))
                .map(Integer::valueOf)
                .toList();
    }

    /**
     * @param cpu processor time that what is measured has used so far
     * @param client prepares, outside of the time, what the client of this number does again and again
     */
    static Measured run(int clients, Duration time, Supplier<Cpu> cpu, IntFunction<Act> client)
            throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var acts = IntStream.range(0, clients).mapToObj(client).toList();
            var before = cpu.get();
            var start = System.nanoTime();
            var end = start + time.toNanos();
            var running = new ArrayList<Future<long[]>>();
            for (var act : acts) {
                Callable<long[]> loop = () -> loop(act, end);
                running.add(threads.submit(loop));
            }
            var all = new ArrayList<long[]>();
            for (var one : running) {
                try {
                    all.add(one.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
            var seconds = (System.nanoTime() - start) / 1e9;
            var used = cpu.get().since(before);
            var errors =
                    all.stream().mapToInt(each -> (int) each[each.length - 1]).sum();
            var nanos = all.stream()
                    .flatMapToLong(each -> Arrays.stream(each, 0, each.length - 1))
                    .sorted()
                    .toArray();
            return new Measured(seconds, nanos.length, at(nanos, 0.5), at(nanos, 0.99), used, errors);
        }
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    /** The times, and at the end the number of errors. */
    private static long[] loop(Act act, long end) throws Exception {
        var times = new long[1024];
        var count = 0;
        var errors = 0;
        for (var now = System.nanoTime(); now < end; ) {
            boolean done;
            try {
                done = act.done();
            } catch (NoSuchElementException nothingLeft) {
                break;
            }
            var then = System.nanoTime();
            if (done) {
                if (count == times.length - 1) {
                    times = Arrays.copyOf(times, 2 * times.length);
                }
                times[count++] = then - now;
            } else {
                errors++;
            }
            now = then;
        }
        var result = Arrays.copyOf(times, count + 1);
        result[count] = errors;
        return result;
    }
}
