package io.customeraccounts.api.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.RawHttp;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends requests made from {@code openapi.json} and looks at every answer: no failure, every refusal a problem, and everything
 * as described. {@code -Dfuzz.requests=100000} for a long run, {@code -Dfuzz.seed=...} to repeat one.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class FuzzTest {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 2_000) / Databases.values().length;
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int CONNECTIONS = 8;

    /** So that what one request breaks for good, such as closing the customer, is whole again for the next. */
    private static final int REQUESTS_OF_A_CUSTOMER = 200;

    private final Description description = Description.read();
    private final Map<String, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
    private final Judge judge = new Judge(description);
    private final Set<String> succeeded = new ConcurrentSkipListSet<>();
    private final Queue<String> flaws = new ConcurrentLinkedQueue<>();

    @Parameter
    Databases kind;

    @Test
    void findsNoAnswerThatIsNotAsDescribed() throws Exception {
        var settings = "--customer-accounts.password-iterations=100000";
        try (var service = TestService.with(kind, settings);
                var senders = Executors.newFixedThreadPool(CONNECTIONS)) {
            var left = new AtomicInteger(REQUESTS);
            var number = new AtomicInteger();
            var before = heap();
            for (var running : senders.invokeAll(List.<Callable<Void>>copyOf(Collections.nCopies(CONNECTIONS, () -> {
                while (left.getAndAdd(-REQUESTS_OF_A_CUSTOMER) > 0 && flaws.size() < 20) {
                    send(service, SEED + number.getAndIncrement());
                }
                return null;
            })))) {
                running.get();
            }
            System.out.printf(
                    "%s: fuzz.seed=%d, answers %s, heap %d MB before and %d MB after, never succeeded %s%n",
                    kind, SEED, statuses, before, heap(), notReached());
        }

        assertThat(flaws).describedAs("fuzz.seed=%d", SEED).isEmpty();
        if (REQUESTS > 20_000) {
            assertThat(notReached()).describedAs("never succeeded").isEmpty();
        }
    }

    private Set<String> notReached() {
        var all = new TreeSet<String>();
        description.operations().forEach(operation -> all.add(operation.name()));
        all.removeAll(succeeded);
        return all;
    }

    private void send(TestService service, long seed) throws Exception {
        var requests = new Requests(seed, description, Known.in(service, seed % 5 == 0));
        try (var connection = new RawHttp(service.base())) {
            for (var i = 0; i < Math.min(REQUESTS_OF_A_CUSTOMER, REQUESTS); i++) {
                var request = requests.next();
                var answer = connection.send(request.head(), request.body());
                statuses.computeIfAbsent(Integer.toString(answer.status()), status -> new AtomicInteger())
                        .incrementAndGet();
                if (answer.status() < 300) {
                    succeeded.add(request.operation().name());
                }
                judge.flaw(request, answer)
                        .ifPresent(flaw -> flaws.add("%s%nseed %d%n%s%n-> %d %s%n"
                                .formatted(flaw, seed, request, answer.status(), answer.body())));
            }
        }
    }

    /** In use after everything else is gone. */
    private static long heap() {
        var runtime = Runtime.getRuntime();
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
