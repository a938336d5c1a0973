package io.customeraccounts.projections.rebuild;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value of the live table that differed from what the events say, or a row that was missing or should not have been there.
 *
 * @param key the id of the row
 * @param column absent if it is the whole row
 * @param live {@value #HIDDEN} in place of a personal value, {@value #THERE} in place of a whole row; absent if there was
 *     none
 * @param rebuilt likewise, by the events
 */
public record Difference(
        String table,
        UUID key,
        @Nullable String column,
        @Nullable String live,
        @Nullable String rebuilt) {

    public static final String HIDDEN = "***";
    public static final String THERE = "row";
}
