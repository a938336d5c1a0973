package io.customeraccounts.projections.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several threads that start together. */
public final class Race {

    private Race() {}

    /** Runs all at once and answers what each answered; fails if one fails, or takes longer than a minute. */
    public static <T> List<T> between(List<Callable<T>> runners) throws Exception {
        var start = new CyclicBarrier(runners.size());
        var finished = new ArrayList<T>();
        try (var threads = Executors.newFixedThreadPool(runners.size())) {
            var running = new ArrayList<Future<T>>();
            for (var runner : runners) {
                running.add(threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return runner.call();
                }));
            }
            for (var one : running) {
                finished.add(one.get(60, TimeUnit.SECONDS));
            }
        }
        return finished;
    }
}
