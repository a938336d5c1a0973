package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.customeraccounts.api.faults.Revocation.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule: Removal. Revoked means revoked, on every node. A short run with another seed each time; the same again with {@code
 * -Dfaults.seed=}. The long one is {@code -Pfaults}.
 */
class RevocationsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final long seed = Long.getLong("faults.seed", System.nanoTime());

    @Test
    void nobodyIsAllowedOnceTheirRemovalIsAcknowledged(@TempDir Path directory) throws Exception {
        try (var installation = new Installation(directory, 2, null)) {
            installation.start(null);
            try (var revocations = new Revocations(installation, seed, 4)) {
                revoke(revocations, 20);
                installation.stopFollowers();
                revoke(revocations, 10);
                installation.letFollowersGoOn();
                installation.nodes().getFirst().signal("STOP");
                Thread.sleep(1_000);
                installation.nodes().getFirst().signal("CONT");
                revoke(revocations, 10);
                installation.nodes().getLast().kill();
                revoke(revocations, 10);

                var report = revocations.settle();
                System.out.println(report);
                assertThat(report.violations()).as("seed %d", seed).isEmpty();
                assertThat(report.after()).isGreaterThan(500);
            }
        }
    }

    private static void revoke(Revocations revocations, int times) {
        var until = revocations.report().removals() + times;
        await().atMost(PATIENCE).until(() -> revocations.report().removals() >= until);
    }

    @Test
    void wouldNoticeDecisionsThatAreReadFromAnAsynchronousProjection(@TempDir Path directory) throws Exception {
        try (var installation = new Installation(directory, 1, null, List.of(LateDecisions.class))) {
            installation.start(null);
            try (var revocations = new Revocations(installation, seed, 2)) {
                await().atMost(PATIENCE)
                        .until(() -> revocations.report().violations().stream()
                                .anyMatch(it -> it.startsWith(Verdict.ALLOWED_AFTER_REMOVAL.name())));
                System.out.println(revocations.report());
            }
        }
    }

    @Test
    void judgesByWhenTheQuestionWasSentAndWhenTheAnswerCame() {
        var revocation = new Revocation();
        var before = revocation.asking();
        assertThat(revocation.judge(before, true)).isEqualTo(Verdict.FINE);
        assertThat(revocation.judge(before, false)).isEqualTo(Verdict.DENIED_WITHOUT_REMOVAL);

        revocation.removalIsSent();
        var during = revocation.asking();
        assertThat(revocation.judge(during, true)).isEqualTo(Verdict.FINE);
        assertThat(revocation.judge(during, false)).isEqualTo(Verdict.FINE);

        revocation.removalIsAcknowledged();
        var after = revocation.asking();
        assertThat(revocation.judge(during, true)).isEqualTo(Verdict.FINE);
        assertThat(revocation.judge(after, true)).isEqualTo(Verdict.ALLOWED_AFTER_REMOVAL);
        assertThat(revocation.judge(after, false)).isEqualTo(Verdict.FINE);
    }
}
