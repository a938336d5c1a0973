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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is damaged is rebuilt by a process that is killed in the middle of it, twice, while clients write. */
class KilledRebuildMarathon {

    private static final Duration SECONDS = Duration.ofSeconds(30);

    /** Longer than what the dead had begun to send is left to them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than a memory's rebuild reads at once. */
    private static final int EVENTS = 600;

    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final List<Call> calls = new ArrayList<>();

    /** Two rows of what is rebuilt, about customers that nobody works on any more. */
    enum Damaged {
        USERS(
                "customer_user",
                KillPoint.REBUILD_HAS_REPAIRED,
                1,
                "update customer_user set group_name = 'WRONG' where membership_id = (select membership_id from customer_user order by 1 limit 1)",
                "delete from customer_user where membership_id = (select membership_id from customer_user order by 1 desc limit 1)"),
        POLICIES(
                "policies",
                KillPoint.REBUILD_HAS_READ,
                2,
                "update open_grant set membership_id = project_id where grant_id = (select grant_id from open_grant order by 1 limit 1)",
                "delete from due where (kind, subject_id) = (select kind, subject_id from due order by due_at desc, subject_id limit 1)"),
        MAILS(
                "mails",
                KillPoint.REBUILD_HAS_READ,
                2,
                "update mail_user set manages_users = not manages_users where membership_id = (select membership_id from mail_user order by 1 limit 1)",
                "delete from mail_customer where customer_id = (select customer_id from mail_customer order by 1 limit 1)");

        private final String rebuild;
        private final KillPoint first;
        private final int passage;
        private final String change;
        private final String removal;

        /** @param first where its process is killed for the first time; nobody gets there otherwise */
        Damaged(String rebuild, KillPoint first, int passage, String change, String removal) {
            this.rebuild = rebuild;
            this.first = first;
            this.passage = passage;
            this.change = change;
            this.removal = removal;
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereItsProcessDiedRepairsWhatIsWrongAndSendsNothingAgain(Damaged damaged, @TempDir Path directory)
            throws Exception {
        try (var installation = new Installation(directory, 1, null)) {
            installation.start(Trap.kill(damaged.first, damaged.passage));
            var node = installation.nodes().getFirst();
            var witness = new Witness(installation);
            workUntil(EVENTS, installation, witness);
            var mailed = witness.mails();
            var posted = witness.checkpoints();
            assertThat(posted).isNotEmpty();

            installation.execute(damaged.change);
            installation.execute(damaged.removal);
            assertThat(Checker.check(witness.history(calls, 0, List.of())))
                    .extracting(Objection::broken)
                    .contains(Promise.TABLES_FOLLOW_THE_LOG);

            try (var clients = new Clients(installation, seed + 1, 4, 2)) {
                clients.start();
                installation.rebuild(damaged.rebuild);
                Fault.awaitDeath(damaged.first, node);
                var first = witness.rebuild(damaged.rebuild);
                assertThat(first.state()).isEqualTo("RUNNING");
                assertThat(first.position()).isPositive();

                // Nobody goes on before the next trap is set.
                installation.execute("update rebuild set owned_until = now() + interval '1 hour'");
                node.start(Trap.kill(KillPoint.REBUILD_HAS_COMPARED, 1));
                installation.execute("update rebuild set owned_until = now()");
                Fault.awaitDeath(KillPoint.REBUILD_HAS_COMPARED, node);
                var second = witness.rebuild(damaged.rebuild);
                assertThat(second.state()).isEqualTo("RUNNING");
                assertThat(second.run()).isEqualTo(first.run());
                assertThat(second.position()).isGreaterThanOrEqualTo(first.position());

                Fault.startAgain(installation, node);
                assertThat(witness.untilRebuilt(damaged.rebuild, SECONDS)).isTrue();
                assertThat(witness.rebuild(damaged.rebuild).run()).isEqualTo(first.run());
                assertThat(witness.rebuild(damaged.rebuild).differences()).isEqualTo(2);
                calls.addAll(clients.settle());
            }

            untilQuiet(witness);
            assertThat(Checker.check(witness.history(calls, 2, List.of())))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(witness.mails())
                    .filteredOn(mail -> mailed.stream().anyMatch(it -> it.id().equals(mail.id())))
                    .containsExactlyInAnyOrderElementsOf(mailed);
            assertThat(witness.checkpoints()
                            .subList(posted.size(), witness.checkpoints().size()))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(posted);

            var allMailed = witness.mails();
            var allPosted = witness.checkpoints();
            installation.rebuild(damaged.rebuild);
            assertThat(witness.untilRebuilt(damaged.rebuild, SECONDS)).isTrue();
            assertThat(witness.rebuild(damaged.rebuild).differences()).isZero();
            await().during(Duration.ofSeconds(2)).atMost(SECONDS).untilAsserted(() -> {
                assertThat(witness.mails()).isEqualTo(allMailed);
                assertThat(witness.checkpoints()).isEqualTo(allPosted);
            });
        }
    }

    private void workUntil(int events, Installation installation, Witness witness) throws Exception {
        try (var clients = new Clients(installation, seed, 4, 2)) {
            clients.start();
            await().atMost(PATIENCE).until(() -> witness.events() > events);
            calls.addAll(clients.settle());
        }
        untilQuiet(witness);
    }

    private static void untilQuiet(Witness witness) throws Exception {
        witness.untilSettled(SECONDS);
        assertThat(witness.untilFollowed(witness.events(), SECONDS)).isNotNull();
        assertThat(witness.untilMailed(PATIENCE)).isTrue();
        assertThat(witness.untilPosted(PATIENCE)).isTrue();
    }

    /** Control: nobody remembers who has the checkpoint, and the follower begins again instead of being rebuilt beside. */
    @Test
    void wouldNoticeWhatIsSentAgain(@TempDir Path directory) throws Exception {
        try (var installation = new Installation(directory, 1, null)) {
            installation.start(null);
            var node = installation.nodes().getFirst();
            var witness = new Witness(installation);
            workUntil(200, installation, witness);
            var mailed = witness.mails().size();
            var posted = witness.checkpoints().size();
            assertThat(Checker.check(witness.history(calls, 0, List.of()))).isEmpty();

            installation.execute("update checkpoint_receiver set note = null");
            await().atMost(PATIENCE).until(() -> witness.checkpoints().size() > posted);
            node.kill();
            installation.execute("delete from mail where state = 'SENT'");
            installation.execute("update token_entry set token = null, owner = null where processor_name = 'mails'");
            node.start();
            await().atMost(PATIENCE).until(() -> witness.mails().size() > mailed);

            assertThat(Checker.check(witness.history(calls, 0, List.of())))
                    .extracting(Objection::broken)
                    .contains(
                            Promise.MAILS_REPEAT_ONLY_AS_THEMSELVES,
                            Promise.CHECKPOINTS_REPEAT_ONLY_AFTER_AN_INTERRUPTION);
        }
    }
}
