package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the promises rest on is taken away, one after the other: the checker must object. */
class GuaranteesMarathon {

    private final long seed = Long.getLong("faults.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCK_OF_THE_SEALER")
    void theCheckerObjectsWithout(Guarantee guarantee, @TempDir Path directory) throws Exception {
        assertThat(objectionsWithout(guarantee, directory, seed))
                .as("seed %d", seed)
                .extracting(Objection::broken)
                .contains(guarantee.broken().orElseThrow());
    }

    /** The lock is there so that nodes wait for each other; that none seals what is sealed, the database sees to as well. */
    @Test
    void theDatabaseObjectsWithoutTheLockOfTheSealerAlone(@TempDir Path directory) throws Exception {
        try (var run = run(Guarantee.LOCK_OF_THE_SEALER, directory, seed)) {
            run.work(600);

            assertThat(run.judge(Duration.ofSeconds(10))).as("seed %d", seed).isEmpty();
            var refused = run.installation.nodes().stream()
                    .mapToLong(node -> node.says("violates unique constraint \"ledger_"))
                    .sum();
            System.out.println("sealed at the same time and refused by the database: " + refused);
            assertThat(refused).isPositive();
        }
    }

    static List<Objection> objectionsWithout(Guarantee guarantee, Path directory, long seed) throws Exception {
        try (var run = run(guarantee, directory, seed)) {
            run.work(300);
            if (guarantee == Guarantee.TABLES_IN_THE_TRANSACTION) {
                // Whose row stays, as the repetition has another id.
                run.suffer(Fault.KILL_BEFORE_AN_INVITATIONS_COMMIT);
            }
            return run.judge(Duration.ofSeconds(10));
        }
    }

    private static FaultRun run(Guarantee without, Path directory, long seed) throws Exception {
        return new FaultRun(directory, seed, without.locksTheSealer() ? 2 : 1, null, without);
    }
}
