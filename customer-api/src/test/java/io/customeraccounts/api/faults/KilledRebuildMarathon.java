package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.customeraccounts.api.faults.Objection.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged table is rebuilt by a process that is killed in the middle of it, twice, while clients write. */
class KilledRebuildMarathon {

    private static final String USERS = "customer_user";
    private static final Duration SECONDS = Duration.ofSeconds(30);

    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final List<Call> calls = new ArrayList<>();

    @Test
    void goesOnWhereItsProcessDiedRepairsTheTableAndSendsNoMailAgain(@TempDir Path directory) throws Exception {
        try (var installation = new Installation(directory, 1, null)) {
            installation.start(null);
            var node = installation.nodes().getFirst();
            var witness = new Witness(installation);
            try (var clients = new Clients(installation, seed, 4, 2)) {
                clients.start();
                await().atMost(SECONDS).until(() -> clients.count() > 200);
                calls.addAll(clients.settle());
            }
            witness.untilFollowed(witness.events(), SECONDS);
            assertThat(witness.untilMailed(SECONDS)).isTrue();
            var mailed = witness.mails();

            installation.execute(
                    "update customer_user set group_name = 'WRONG' where membership_id = (select membership_id from customer_user order by 1 limit 1)");
            installation.execute(
                    "delete from customer_user where membership_id = (select membership_id from customer_user order by 1 desc limit 1)");
            assertThat(Checker.check(witness.history(calls, 0, List.of())))
                    .extracting(Objection::broken)
                    .contains(Promise.TABLES_FOLLOW_THE_LOG);

            node.kill();
            node.start(Trap.kill(KillPoint.REBUILD_HAS_REPAIRED, 1));
            try (var clients = new Clients(installation, seed + 1, 4, 2)) {
                clients.start();
                installation.rebuild(USERS);
                Fault.awaitDeath(KillPoint.REBUILD_HAS_REPAIRED, node);
                var first = witness.rebuild(USERS);
                assertThat(first.state()).isEqualTo("RUNNING");
                assertThat(first.position()).isPositive();

                // Nobody goes on before the next trap is set.
                installation.execute("update rebuild set owned_until = now() + interval '1 hour'");
                node.start(Trap.kill(KillPoint.REBUILD_HAS_COMPARED, 1));
                installation.execute("update rebuild set owned_until = now()");
                Fault.awaitDeath(KillPoint.REBUILD_HAS_COMPARED, node);
                var second = witness.rebuild(USERS);
                assertThat(second.run()).isEqualTo(first.run());
                assertThat(second.position()).isGreaterThanOrEqualTo(first.position());

                node.start();
                assertThat(witness.untilRebuilt(USERS, SECONDS)).isTrue();
                assertThat(witness.rebuild(USERS).run()).isEqualTo(first.run());
                assertThat(witness.rebuild(USERS).differences()).isEqualTo(2);
                calls.addAll(clients.settle());
            }

            witness.untilFollowed(witness.events(), SECONDS);
            witness.untilMailed(SECONDS);
            assertThat(Checker.check(witness.history(calls, 2, List.of())))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(witness.mails())
                    .filteredOn(mail -> mailed.stream().anyMatch(it -> it.id().equals(mail.id())))
                    .containsExactlyInAnyOrderElementsOf(mailed);
        }
    }
}
