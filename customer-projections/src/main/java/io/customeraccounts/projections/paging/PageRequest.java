package io.customeraccounts.projections.paging;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param cursor {@link Page#next} of the part before; absent for the beginning
 * @param limit how many items at most, 1 to {@value #MAX_LIMIT}
 */
public record PageRequest(@Nullable String cursor, int limit) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /** The beginning of a list, in the usual length. */
    public static final PageRequest FIRST = new PageRequest(null, DEFAULT_LIMIT);

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    /**
     * The key of the last item before the part.
     *
     * @param list says which list it is: name, filters and order. A cursor of any other list is refused
     * @throws MalformedCursor if the cursor does not come from this list
     */
    public byte @Nullable [] start(String list) {
        return cursor == null ? null : Cursor.read(cursor, list);
    }
}
