package io.customeraccounts.projections.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.transaction.support.TransactionOperations;

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

    /**
     * Does one thing, and the other while the transaction of the first is still open: the first ends when the other has
     * come to its end, or waits for a lock.
     */
    public static void whileNotYetCommitted(
            TransactionOperations transactions, BooleanSupplier isSomebodyWaiting, Runnable slow, Runnable other)
            throws Exception {
        var written = new CountDownLatch(1);
        var tried = new CountDownLatch(1);
        between(List.<Callable<Boolean>>of(
                () -> {
                    transactions.executeWithoutResult(transaction -> {
                        slow.run();
                        written.countDown();
                        Waiting.until(() -> tried.getCount() == 0 || isSomebodyWaiting.getAsBoolean());
                    });
                    return true;
                },
                () -> {
                    written.await(10, TimeUnit.SECONDS);
                    transactions.executeWithoutResult(transaction -> {
                        other.run();
                        tried.countDown();
                    });
                    return true;
                }));
    }
}
