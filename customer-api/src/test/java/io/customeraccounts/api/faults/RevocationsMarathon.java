package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule: Removal. Questions and removals on two nodes, of which one is stopped or killed now and then, and whose followers stand
 * still now and then: {@code mvn test -Pfaults}, with {@code -Dfaults.seed=} the same again, and with {@code
 * -Dfaults.questions=} more or fewer.
 */
class RevocationsMarathon {

    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final long wanted = Long.getLong("faults.questions", 1_000_000);

    @Test
    void nobodyIsAllowedOnceTheirRemovalIsAcknowledged(@TempDir Path directory) throws Exception {
        var random = new SplittableRandom(seed);
        try (var installation = new Installation(directory, 2, null)) {
            installation.start(null);
            try (var revocations = new Revocations(installation, seed, 6)) {
                while (revocations.report().questions() < wanted
                        && revocations.report().violations().isEmpty()) {
                    suffer(installation, random);
                    System.out.println(revocations.report());
                }
                var report = revocations.settle();
                System.out.println(report);
                assertThat(report.violations()).as("seed %d", seed).isEmpty();
            }
        }
    }

    private static void suffer(Installation installation, SplittableRandom random) throws Exception {
        var node = installation.nodes().get(random.nextInt(2));
        switch (random.nextInt(4)) {
            case 0 -> {
                System.out.println("a node stands still");
                node.signal("STOP");
                Thread.sleep(random.nextInt(500, 4_000));
                node.signal("CONT");
            }
            case 1 -> {
                System.out.println("a node is killed");
                node.kill();
                node.start();
            }
            case 2 -> {
                System.out.println("followers stand still");
                installation.stopFollowers();
                Thread.sleep(10_000);
                installation.letFollowersGoOn();
            }
            default -> System.out.println("nothing happens");
        }
        Thread.sleep(random.nextInt(5_000, 15_000));
    }
}
