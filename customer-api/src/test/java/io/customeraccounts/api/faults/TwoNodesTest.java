package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.customeraccounts.api.faults.Call.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one PostgreSQL. */
class TwoNodesTest {

    private static final Duration SECONDS = Duration.ofSeconds(15);

    @TempDir
    private static Path directory;

    private static Installation installation;
    private static Witness witness;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(directory, 2, null);
        installation.start(null);
        witness = new Witness(installation);
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @BeforeEach
    void bothAreThere() {
        installation.nodes().stream().filter(node -> !node.isAlive()).forEach(node -> node.start());
        await().atMost(SECONDS.multipliedBy(2))
                .untilAsserted(
                        () -> assertThat(witness.segmentsByOwner("policies")).hasSize(2));
    }

    @Test
    void followersShareTheirWork() {
        await().atMost(SECONDS)
                .untilAsserted(() ->
                        assertThat(witness.segmentsByOwner("policies").values()).containsExactly(2L, 2L));
    }

    @Test
    void followersHandOverWithinSecondsWhenANodeDies() throws Exception {
        installation.nodes().getFirst().kill();
        var killed = Instant.now();

        await().atMost(SECONDS).untilAsserted(() -> {
            assertThat(witness.segmentsByOwner("policies").values()).containsExactly(4L);
            assertThat(witness.segmentsByOwner("mails").values()).containsExactly(1L);
            assertThat(witness.oldestClaim()).isAfter(killed);
        });
        System.out.println("followers were taken over after " + Duration.between(killed, Instant.now()));
    }

    /** What the first one has done must not be why the second one is refused. */
    @Test
    void aRequestThatComesToBothNodesAtOnceGetsOneAnswer() throws Exception {
        try (var clients = new Clients(installation, System.nanoTime(), 1, 1)) {
            for (var round = 0; round < 40; round++) {
                var answers = clients.removeSomebodyOnBothNodesAtOnce().stream()
                        .filter(it -> !(it instanceof Outcome.Fail fail && fail.isForNow()))
                        .toList();

                assertThat(answers).isNotEmpty().allMatch(new Outcome.Ok(204, "")::equals);
            }
        }
    }

    /** Stands still with the lock in its hands, for instance because its machine does. */
    @Test
    void aNodeThatFreezesWhileItSealsDoesNotKeepTheOtherFromSealing() throws Exception {
        var node = installation.nodes().getFirst();
        var trap = Trap.freeze(KillPoint.WHILE_SEALING);
        try (var clients = new Clients(installation, System.nanoTime(), 1, 1)) {
            node.kill();
            node.start(trap);
            clients.start();
            assertThat(node.freezes(SECONDS)).isTrue();

            assertThat(witness.untilFollowed(witness.events(), Checker.RECOVERED_WITHIN))
                    .isNotNull();
        } finally {
            node.kill();
        }
    }

    @Test
    void commandsOnOneCustomerEndInSuccessOrACleanRefusal() throws Exception {
        try (var clients = new Clients(installation, System.nanoTime(), 6, 1)) {
            clients.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> clients.count() > 400);

            assertThat(clients.settle()).extracting(Call::outcome).allMatch(outcome -> switch (outcome) {
                case Outcome.Ok _ -> true;
                case Outcome.Fail(var status, var _, var _) ->
                    Set.of(404, 409, 410, 412).contains(status);
                case Outcome.Unknown _ -> false;
            });
        }
    }
}
