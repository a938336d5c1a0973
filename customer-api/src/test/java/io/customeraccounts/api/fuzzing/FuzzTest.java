package io.customeraccounts.api.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.RawHttp;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
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

    private static final int ENOUGH = 20;

    /** How much the heap may grow over half of a long run. */
    private static final int MORE_MEGABYTES = 32;

    /** So that what one request breaks for good, such as closing the customer, is whole again for the next. */
    private static final int REQUESTS_OF_A_CUSTOMER = 200;

    private final Description description = Description.read();
    private final Map<String, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
    private final Judge judge = new Judge(description);
    private final Set<String> succeeded = new ConcurrentSkipListSet<>();
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<String> flaws = new ConcurrentLinkedQueue<>();

    @Parameter
    Databases kind;

    @Test
    void findsNoAnswerThatIsNotAsDescribed() throws Exception {
        var settings = "--customer-accounts.password-iterations=100000";
        try (var service = TestService.with(kind, settings);
                var senders = Executors.newFixedThreadPool(CONNECTIONS)) {
            send(service, senders, REQUESTS / 2);
            var half = heap();
            send(service, senders, REQUESTS - REQUESTS / 2);
            var end = heap();
            System.out.printf(
                    "%s: fuzz.seed=%d, answers %s, heap %d MB after half of them and %d MB at the end, never succeeded %s%n",
                    kind, SEED, statuses, half, end, notReached());
            assertThat(flaws).describedAs("fuzz.seed=%d", SEED).isEmpty();
            if (REQUESTS > 20_000) {
                assertThat(notReached()).describedAs("never succeeded").isEmpty();
                // H2 keeps everything in the memory of this process.
                assertThat(end).isLessThan(half + (kind == Databases.H2 ? 1_000 : MORE_MEGABYTES));
            }
        }
    }

    private void send(TestService service, ExecutorService senders, int requests) throws Exception {
        var left = new AtomicInteger(requests);
        for (var sender : senders.invokeAll(Collections.<Callable<Void>>nCopies(CONNECTIONS, () -> {
            for (var mine = share(left); mine > 0 && flaws.size() < ENOUGH; mine = share(left)) {
                send(service, SEED + number.getAndIncrement(), mine);
            }
            return null;
        }))) {
            sender.get();
        }
    }

    private static int share(AtomicInteger left) {
        return Math.min(REQUESTS_OF_A_CUSTOMER, left.getAndAdd(-REQUESTS_OF_A_CUSTOMER));
    }

    private Set<String> notReached() {
        var all = new TreeSet<String>();
        description.operations().forEach(operation -> all.add(operation.name()));
        all.removeAll(succeeded);
        // Possible a minute after the last mail; no customer is here for so long.
        all.remove("POST /api/v1/customers/{customerId}/invitations/{invitationId}/resend");
        return all;
    }

    private void send(TestService service, long seed, int number) throws Exception {
        var requests = new Requests(seed, description, Known.in(service, seed % 3 == 0));
        try (var connection = new RawHttp(service.base())) {
            for (var i = 0; i < number; i++) {
                var request = requests.next();
                var answer = connection.send(request.head(), request.body());
                statuses.computeIfAbsent(Integer.toString(answer.status()), status -> new AtomicInteger())
                        .incrementAndGet();
                if (answer.status() < 300 && request.isOfItsMethod()) {
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
