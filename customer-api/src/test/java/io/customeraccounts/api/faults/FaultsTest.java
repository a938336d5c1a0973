package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run with another seed each time; the same again with {@code -Dfaults.seed=}. The long one is {@code -Pfaults}. */
class FaultsTest {

    private final long seed = Long.getLong("faults.seed", System.nanoTime());

    @Test
    void keepsItsPromisesAmongFaults(@TempDir Path directory) throws Exception {
        var points = Arrays.stream(KillPoint.values())
                .filter(it -> !it.isInARebuild())
                .toList();
        var point = points.get(new SplittableRandom(seed).nextInt(points.size()));
        try (var run = new FaultRun(directory, seed, 1, point, null)) {
            run.sufferFirst(point);
            run.suffer(Fault.MAIL_SERVER_DROPS);
            run.suffer(Fault.CUT_AFTER_COMMIT_WAS_SENT);
            run.suffer(Fault.DATABASE_CRASHES);
            run.suffer(Fault.KILL);

            assertThat(run.judge(Duration.ofMinutes(2))).as("seed %d", seed).isEmpty();
        }
    }
}
