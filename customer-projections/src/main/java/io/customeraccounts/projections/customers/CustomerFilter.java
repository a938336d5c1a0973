package io.customeraccounts.projections.customers;

import org.jspecify.annotations.Nullable;

/**
 * Which managed customers are asked for.
 *
 * @param search a part of the name or of the identifier, at any place in it, without regard to case and accents; absent or
 *     blank for all
 * @param state that they are in, as the clock sees it; absent for all
 */
public record CustomerFilter(
        @Nullable String search, @Nullable CustomerState state) {

    public static final CustomerFilter NONE = new CustomerFilter(null, null);

    /** Without the search: it may be a name. */
    @Override
    public String toString() {
        return "CustomerFilter[state=" + state + "]";
    }
}
