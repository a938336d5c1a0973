package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault, on two nodes, in another order each time: {@code mvn test -Pfaults}, with {@code -Dfaults.seed=} the same again,
 * and with {@code -Dfaults.rounds=} more than once. A round takes about ten minutes; {@code -Dfaults.only=} names those that are to
 * happen.
 */
class FaultsMarathon {

    private final long seed = Long.getLong("faults.seed", System.nanoTime());

    @Test
    void keepsItsPromisesAmongAllFaults(@TempDir Path directory) throws Exception {
        var order = new Random(seed);
        try (var run = new FaultRun(directory, seed, 2, null, null)) {
            for (var round = 0; round < Integer.getInteger("faults.rounds", 1); round++) {
                var faults = new ArrayList<>(faults());
                Collections.shuffle(faults, order);
                for (var fault : faults) {
                    run.suffer(fault);
                }
            }

            assertThat(run.judge(Duration.ofMinutes(2))).as("seed %d", seed).isEmpty();
        }
    }

    private static List<Fault> faults() {
        var only = System.getProperty("faults.only", "");
        return only.isEmpty()
                ? List.of(Fault.values())
                : Arrays.stream(only.split(",")).map(Fault::valueOf).toList();
    }
}
