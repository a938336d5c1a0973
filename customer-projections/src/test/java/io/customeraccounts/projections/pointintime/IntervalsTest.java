package io.customeraccounts.projections.pointintime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stretch is found at the nodes of each instant that it holds, on the side that says so. */
class IntervalsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static boolean isFound(Instant from, Instant to, Instant at) {
        var node = Intervals.node(from, to);
        return (List.of(Intervals.begunBy(at)).contains(node) && !from.isAfter(at))
                || (List.of(Intervals.notOverBy(at)).contains(node) && to.isAfter(at) && !from.isAfter(at));
    }

    @Test
    void isFoundExactlyAtTheInstantsThatItHolds() {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++) {
            var scale = 1L << random.nextInt(50);
            var from = NOON.plusNanos(1_000 * random.nextLong(scale));
            var to = from.plusNanos(1_000 * random.nextLong(scale));
            var at = NOON.plusNanos(1_000 * random.nextLong(2 * scale));

            assertThat(isFound(from, to, at))
                    .describedAs("%s to %s at %s", from, to, at)
                    .isEqualTo(!from.isAfter(at) && to.isAfter(at));
        }
    }

    /** With what was there at the first of two times, that is all that was there at one of them. */
    @Test
    void isFoundAtTheLastOfTwoTimesIfItBeganAfterTheFirst() {
        var random = new Random(2);
        for (var i = 0; i < 20_000; i++) {
            var scale = 1L << random.nextInt(50);
            var first = NOON.plusNanos(1_000 * random.nextLong(scale));
            var last = first.plusNanos(1_000 * random.nextLong(scale));
            var from = first.plusNanos(1_000 * (1 + random.nextLong(scale)));
            var to = from.plusNanos(1_000 * random.nextLong(scale));

            var node = Intervals.node(from, to);
            var found = List.of(Intervals.begunBy(last)).contains(node)
                    || (List.of(Intervals.notOverBy(last, first)).contains(node) && to.isAfter(last));
            assertThat(found && !from.isAfter(last))
                    .describedAs("%s to %s between %s and %s", from, to, first, last)
                    .isEqualTo(!from.isAfter(last) && to.isAfter(last));
        }
    }

    @Test
    void isFoundFromItsBeginningAndNotAtItsEnd() {
        var end = NOON.plus(Duration.ofNanos(1_000));

        assertThat(isFound(NOON, end, NOON)).isTrue();
        assertThat(isFound(NOON, end, end)).isFalse();
        assertThat(isFound(NOON, NOON, NOON)).isFalse();
    }

    @Test
    void isFoundByTimesThatNobodyLivesToSee() {
        var end = Instant.parse("9999-12-31T23:59:59.999999Z");

        assertThat(isFound(Instant.EPOCH, end, NOON)).isTrue();
        assertThat(isFound(NOON, end, end.minusSeconds(1))).isTrue();
        assertThat(isFound(NOON, end, end)).isFalse();
        assertThat(isFound(NOON, end, Instant.EPOCH)).isFalse();
    }

    @Test
    void whatIsNotOverIsFoundWhereWhatHasBegunIs() {
        assertThat(Intervals.begunBy(NOON)).contains(Intervals.OPEN);
        assertThat(Intervals.notOverBy(NOON)).doesNotContain(Intervals.OPEN);
    }
}
