package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickest of {@link GuaranteesMarathon}: that the checker can object to a real history at all. */
class GuaranteesTest {

    private final long seed = Long.getLong("faults.seed", System.nanoTime());

    @Test
    void theCheckerObjectsWhenNoAnswerIsKept(@TempDir Path directory) throws Exception {
        assertThat(GuaranteesMarathon.objectionsWithout(Guarantee.IDEMPOTENCY_ROW, directory, seed))
                .as("seed %d", seed)
                .extracting(Objection::broken)
                .contains(Guarantee.IDEMPOTENCY_ROW.broken().orElseThrow());
    }
}
