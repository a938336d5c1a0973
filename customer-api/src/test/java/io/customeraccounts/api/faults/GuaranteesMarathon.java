package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the promises rest on is taken away, one after the other: the checker must object. */
class GuaranteesMarathon {

    private final long seed = Long.getLong("faults.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void theCheckerObjectsWithout(Guarantee guarantee, @TempDir Path directory) throws Exception {
        assertThat(objectionsWithout(guarantee, directory, seed))
                .as("seed %d", seed)
                .extracting(Objection::broken)
                .contains(guarantee.broken());
    }

    static List<Objection> objectionsWithout(Guarantee guarantee, Path directory, long seed) throws Exception {
        var nodes = guarantee == Guarantee.LOCK_OF_THE_SEALER ? 2 : 1;
        try (var run = new FaultRun(directory, seed, nodes, null, guarantee)) {
            run.work(300);
            if (guarantee == Guarantee.TABLES_IN_THE_TRANSACTION) {
                // Whose row stays, as the repetition has another id.
                run.suffer(Fault.KILL_BEFORE_AN_INVITATIONS_COMMIT);
            }
            return run.judge(Duration.ofSeconds(10));
        }
    }
}
