package io.customeraccounts.api.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.fuzzing.Requests.Request;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.testing.RawHttp;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    private static final int REQUESTS_OF_A_CUSTOMER = 100;

    /** What the server says of the request as such, before and apart from any operation. */
    private static final Set<String> OF_ANY_REQUEST = EnumSet.of(
                    ProblemType.MALFORMED_REQUEST,
                    ProblemType.NOT_AUTHENTICATED,
                    ProblemType.NOT_FOUND,
                    ProblemType.METHOD_NOT_ALLOWED,
                    ProblemType.NOT_ACCEPTABLE)
            .stream()
            .map(ProblemType::code)
            .collect(Collectors.toSet());

    private static final JsonMapper JSON = new JsonMapper();

    private final Description description = Description.read();
    private final Map<String, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
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
                    "%s: fuzz.seed=%d, answers %s, heap %d MB before and %d MB after%n",
                    kind, SEED, statuses, before, heap());
        }

        assertThat(flaws).describedAs("fuzz.seed=%d", SEED).isEmpty();
        assertThat(notReached())
                .describedAs("operations that never succeeded")
                .hasSizeLessThan(REQUESTS > 20_000 ? 1 : 15);
    }

    private Set<String> notReached() {
        var all = new TreeSet<String>();
        description.operations().forEach(operation -> all.add(operation.name()));
        all.removeAll(succeeded);
        return all;
    }

    private void send(TestService service, long seed) throws Exception {
        var requests = new Requests(seed, description, Known.in(service));
        try (var connection = new RawHttp(service.base())) {
            for (var i = 0; i < Math.min(REQUESTS_OF_A_CUSTOMER, REQUESTS); i++) {
                var request = requests.next();
                var answer = connection.send(request.head(), request.body());
                statuses.computeIfAbsent(Integer.toString(answer.status()), status -> new AtomicInteger())
                        .incrementAndGet();
                flaw(request, answer)
                        .ifPresent(flaw -> flaws.add("%s%nseed %d%n%s%n-> %d %s%n"
                                .formatted(flaw, seed, request, answer.status(), answer.body())));
            }
        }
    }

    private Optional<String> flaw(Request request, RawHttp.Answer answer) {
        var status = answer.status();
        if (status >= 500) {
            return Optional.of("a failure");
        }
        var method = request.head().substring(0, request.head().indexOf(' '));
        if (method.equals("HEAD")) {
            return Optional.empty();
        }
        if (status >= 400) {
            return problem(request, answer);
        }
        var operation = request.operation();
        if (!method.equals(operation.method())) {
            return Optional.empty();
        }
        succeeded.add(operation.name());
        if (!operation.answers(status)) {
            return Optional.of("a status that is not described");
        }
        if (status == 201 && answer.header("Location").isEmpty()) {
            return Optional.of("made, but where?");
        }
        return operation.schema(status).isMissingNode()
                ? Optional.empty()
                : description.flaw(JSON.readTree(answer.body()), operation.schema(status), false);
    }

    private Optional<String> problem(Request request, RawHttp.Answer answer) {
        if (!answer.header("Content-Type").equals("application/problem+json")) {
            return Optional.of("no problem but " + answer.header("Content-Type"));
        }
        JsonNode problem;
        try {
            problem = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            return Optional.of("no JSON");
        }
        var code = problem.at("/code").asString("");
        var known = Arrays.stream(ProblemType.values())
                .anyMatch(type -> type.code().equals(code) && type.status() == answer.status());
        if (!known || problem.at("/status").asInt() != answer.status()) {
            return Optional.of("no code of this status");
        }
        if (request.asDescribed()
                && !OF_ANY_REQUEST.contains(code)
                && !request.operation().codes(answer.status()).contains(code)) {
            return Optional.of("a problem that is not described");
        }
        return description.flaw(problem, description.problem(), true);
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
