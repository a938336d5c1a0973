package io.customeraccounts.domain.values;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Random input that can be repeated: the same in every run; other input with {@code -Dsamples.seed=<number>}, more of it
 * with {@code -Dsamples.times=<number>}. A failure names the seed that shows it again as the first sample.
 */
final class Samples {

    private static final long SEED = Long.getLong("samples.seed", 20_261_123);

    private static final int TIMES = Integer.getInteger("samples.times", 1);

    private Samples() {}

    static void check(int samples, Consumer<Random> claim) {
        generate(samples, random -> random, claim);
    }

    static <T> void generate(int samples, Function<Random, T> generator, Consumer<T> claim) {
        for (var seed = SEED; seed < SEED + (long) samples * TIMES; seed++) {
            try {
                claim.accept(generator.apply(new Random(seed)));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("fails with -Dsamples.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Up to {@code maxLength} parts, each any of {@code parts}. */
    static String anyOf(Random random, int maxLength, String... parts) {
        var text = new StringBuilder();
        for (var length = random.nextInt(maxLength + 1); length > 0; length--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    /** Anything a string can hold, lone surrogates and noncharacters too; half of it from the lower planes' first pages. */
    static String anyText(Random random, int maxLength) {
        var text = new StringBuilder();
        for (var length = random.nextInt(maxLength + 1); length > 0; length--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(0x80));
                case 1 -> text.append((char) random.nextInt(0x3100));
                case 2 -> text.append((char) random.nextInt(0x10000));
                default -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        }
        return text.toString();
    }
}
