package io.customeraccounts.projections.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RebuildProgressTest {

    private static RebuildProgress progress(RebuildState state, long eventsRead, long rowsCompared, long seconds) {
        return new RebuildProgress(
                "customer_user",
                state,
                eventsRead,
                9_000,
                rowsCompared,
                1_000,
                Duration.ofSeconds(seconds),
                Duration.ZERO,
                0,
                false,
                Duration.ZERO,
                null,
                null);
    }

    @Test
    void saysHowFarItIsHowFastAndHowLongItGoesOn() {
        var half = progress(RebuildState.RUNNING, 5_000, 0, 10);

        assertThat(half.percent()).isEqualTo(50);
        assertThat(half.eventsPerSecond()).isEqualTo(500);
        assertThat(half.left()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isNotFinishedBeforeItIs() {
        assertThat(progress(RebuildState.RUNNING, 9_000, 1_000, 10).percent()).isEqualTo(99);
        assertThat(progress(RebuildState.RUNNING, 9_000, 1_000, 10).left()).isEqualTo(Duration.ZERO);
        assertThat(progress(RebuildState.FINISHED, 9_000, 900, 10).percent()).isEqualTo(100);
    }

    @Test
    void saysNothingOfTheRestBeforeItHasBegunOrWhileItRests() {
        assertThat(progress(RebuildState.RUNNING, 0, 0, 0).left()).isNull();
        assertThat(progress(RebuildState.RUNNING, 0, 0, 0).eventsPerSecond()).isZero();
        assertThat(progress(RebuildState.PAUSED, 5_000, 0, 10).left()).isNull();
    }
}
