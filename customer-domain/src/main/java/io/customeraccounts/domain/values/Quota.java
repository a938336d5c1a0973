package io.customeraccounts.domain.values;

/**
 * How much a project may use in a location: one number, in whatever unit the platform there counts (rule: Partner customers).
 *
 * @param value 0 to {@link #MAX}
 */
public record Quota(long value) {

    /** Fits into a number of JSON without loss. */
    public static final long MAX = 1_000_000_000_000L;

    /** @throws IllegalArgumentException outside of the range, which is for whoever reads the number to exclude */
    public Quota {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("quota out of range");
        }
    }
}
