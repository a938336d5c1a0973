package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Revocation.Verdict;
import io.customeraccounts.api.testing.Grantor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.ProjectId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that invite somebody, assign them to a project and remove them again, while others ask every node in tight loops
 * whether they may use it: from before the removal is sent until after it is acknowledged. What no node answers is asked
 * again, and says nothing.
 */
final class Revocations implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Questions in one request, every second time: as many as one may have. */
    private static final int BATCH = 100;

    /** So many of each who asks, after the acknowledgement. */
    private static final int AFTERWARDS = 4;

    private final Installation installation;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Grantor grantor;
    private final List<Future<?>> working = new ArrayList<>();
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final LongAdder removals = new LongAdder();
    private final LongAdder questions = new LongAdder();
    private final LongAdder questionsAfter = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAccumulator smallestGap = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final long seed;
    private volatile boolean running = true;

    /** @param after of {@code questions}, those that were sent after the acknowledgement of a removal */
    record Report(
            long removals,
            long questions,
            long after,
            long requests,
            long unanswered,
            Duration smallestGap,
            List<String> violations) {

        @Override
        public String toString() {
            return "%,d removals, %,d questions (%,d after an acknowledgement) in %,d requests, %,d unanswered, %s from an acknowledgement to a question at least, %,d violations"
                    .formatted(removals, questions, after, requests, unanswered, smallestGap, violations.size());
        }
    }

    Revocations(Installation installation, long seed, int clients) {
        this.installation = installation;
        this.seed = seed;
        System.out.println("faults.seed=" + seed);
        grantor = new Grantor("jdbc:postgresql://127.0.0.1:" + installation.database.port() + "/postgres");
        var random = new SplittableRandom(seed);
        IntStream.range(0, clients).forEach(number -> {
            var client = new Client(number, random.split());
            working.add(threads.submit(client::workUntilStopped));
        });
    }

    Report report() {
        return new Report(
                removals.sum(),
                questions.sum(),
                questionsAfter.sum(),
                requests.sum(),
                unanswered.sum(),
                Duration.ofNanos(smallestGap.get()),
                List.copyOf(violations));
    }

    /** Ends the work, and what has failed in it besides. */
    Report settle() throws Exception {
        running = false;
        for (var one : working) {
            one.get();
        }
        return report();
    }

    @Override
    public void close() {
        running = false;
        threads.shutdownNow();
        http.shutdownNow();
        grantor.close();
    }

    private final class Client {

        private final String admin;
        private final SplittableRandom random;
        private final String name;
        private int made;

        Client(int number, SplittableRandom random) {
            name = Long.toUnsignedString(seed, 36) + "-" + number;
            admin = "admin-" + name + "@faults.example";
            this.random = random;
        }

        void work() {
            var opened = insist("POST", "/api/v1/customers", admin, "{\"name\":\"Customer " + name + "\"}", name);
            var customerId = CustomerId.parse(text(opened, "/id"));
            var projectId = grantor.project(customerId);
            while (running) {
                revoke(customerId, projectId, "user-" + name + "-" + made++ + "@faults.example");
            }
        }

        void workUntilStopped() {
            try {
                work();
            } catch (Stopped atTheEnd) {
                // what it was about is not judged
            }
        }

        private void revoke(CustomerId customerId, ProjectId projectId, String user) {
            var path = "/api/v1/customers/" + customerId;
            var invited = insist(
                    "POST",
                    path + "/invitations",
                    admin,
                    "{\"fullName\":\"Some Body\",\"email\":\"" + user + "\"}",
                    "invite " + user);
            var accepted = insist(
                    "POST", "/api/v1/invitations/" + text(invited, "/id") + "/accept", user, null, "accept " + user);
            var personId = text(insist("GET", "/api/v1/me", user, null, ""), "/personId");
            var membershipId = text(accepted, "/membershipId");
            insist(
                    "POST",
                    path + "/projects/" + projectId + "/users",
                    admin,
                    "{\"membershipId\":\"" + membershipId + "\",\"role\":\"PROJECT_USER\"}",
                    "assign " + user);

            var revocation = new Revocation();
            var asking = IntStream.range(0, installation.nodes().size())
                    .<Future<?>>mapToObj(node -> threads.submit(() -> {
                        var after = 0;
                        while (after < AFTERWARDS && running) {
                            var acknowledged = revocation.isAcknowledged();
                            if (!ask(revocation, node, personId, membershipId, projectId)) {
                                pause(5);
                            }
                            after += acknowledged ? 1 : 0;
                        }
                    }))
                    .toList();
            pause(random.nextInt(60));
            revocation.removalIsSent();
            insist("DELETE", path + "/users/" + membershipId, admin, null, "remove " + user);
            revocation.removalIsAcknowledged();
            removals.increment();
            // At once, and where the removal did not necessarily happen.
            ask(revocation, random.nextInt(installation.nodes().size()), personId, membershipId, projectId);
            for (var one : asking) {
                try {
                    one.get();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }

        /** Once more, at the next node, until the outcome is known. */
        private String insist(String method, String path, String as, @Nullable String body, String key) {
            var nodes = installation.nodes().size();
            for (var attempt = random.nextInt(nodes); running; attempt++) {
                var answer = send(
                        HttpRequest.newBuilder(installation
                                        .nodes()
                                        .get(attempt % nodes)
                                        .url()
                                        .resolve(path))
                                .header("Idempotency-Key", key.isEmpty() ? "none" : key.replace(' ', '-'))
                                .header("Content-Type", "application/json")
                                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)),
                        as);
                if (answer != null && answer.statusCode() < 300) {
                    return answer.body();
                }
                if (answer != null && answer.statusCode() < 500 && answer.statusCode() != 409) {
                    throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + answer.body());
                }
                pause(20);
            }
            throw new Stopped();
        }
    }

    /** The work has ended in the middle. */
    private static final class Stopped extends RuntimeException {}

    /** @return whether it was answered */
    private boolean ask(Revocation revocation, int node, String personId, String membershipId, ProjectId projectId) {
        var url = installation.nodes().get(node).url();
        var single = requests.sum() % 2 == 0;
        requests.increment();
        var request = single
                ? HttpRequest.newBuilder(url.resolve(
                        "/api/v1/access?membershipId=" + membershipId + "&projectId=" + projectId + "&action=USE"))
                : batch(url, personId, projectId);
        var question = revocation.asking();
        var answer = send(request, null);
        if (answer == null || answer.statusCode() != 200) {
            unanswered.increment();
            return false;
        }
        var json = JSON.readTree(answer.body());
        var decisions = single
                ? List.of(json.at("/allowed").asBoolean())
                : json.at("/evaluations")
                        .valueStream()
                        .map(it -> it.at("/decision").asBoolean())
                        .toList();
        questions.add(decisions.size());
        if (question.afterAcknowledgement() >= 0) {
            questionsAfter.add(decisions.size());
            smallestGap.accumulate(question.afterAcknowledgement());
        }
        for (var allowed : decisions) {
            var verdict = revocation.judge(question, allowed);
            if (verdict != Verdict.FINE) {
                violations.add("%s: node %d, membership %s, %s after the acknowledgement: %s"
                        .formatted(
                                verdict,
                                node,
                                membershipId,
                                Duration.ofNanos(question.afterAcknowledgement()),
                                answer.body()));
                return true;
            }
        }
        return true;
    }

    private static HttpRequest.Builder batch(URI url, String personId, ProjectId projectId) {
        return HttpRequest.newBuilder(url.resolve("/access/v1/evaluations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"subject":{"type":"person","id":"%s"},"action":{"name":"use"},
                         "resource":{"type":"project","id":"%s"},"evaluations":[%s]}""".formatted(
                                personId,
                                projectId,
                                Collections.nCopies(BATCH, "{}").stream().collect(Collectors.joining(",")))));
    }

    /** @param as absent for an auditor */
    private @Nullable HttpResponse<String> send(HttpRequest.Builder request, @Nullable String as) {
        try {
            return http.send(
                    request.timeout(PATIENCE)
                            .header(
                                    "Authorization",
                                    "Bearer " + (as == null ? installation.auditor() : installation.token(as)))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException nobodyThere) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static String text(String json, String pointer) {
        return JSON.readTree(json).at(pointer).asString();
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
