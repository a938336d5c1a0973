package io.customeraccounts.projections.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, in the list's order.
 *
 * @param next what to ask the next part with; absent at the end of the list. Opaque; holds the sort key of the last item,
 *     so it is as confidential as the list itself
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * A page of what was found.
     *
     * @param found at most one more than asked for, which tells that there is a next page
     * @param list says which list it is, as for {@link PageRequest#start}
     */
    public static <T> Page<T> of(List<Keyed<T>> found, PageRequest request, String list) {
        if (found.size() <= request.limit()) {
            return new Page<>(found.stream().map(keyed -> keyed.item).toList(), null);
        }
        var items = found.subList(0, request.limit());
        return new Page<>(items.stream().map(keyed -> keyed.item).toList(), Cursor.after(items.getLast().key, list));
    }

    /**
     * A page that may have fewer items than asked for although more follow.
     *
     * @param last the key of the last place that was looked at; absent at the end of the list
     */
    public static <T> Page<T> until(byte @Nullable [] last, List<T> items, String list) {
        return new Page<>(items, last == null ? null : Cursor.after(last, list));
    }

    /** The same part of the list, told differently. */
    public <R> Page<R> map(Function<? super T, ? extends R> tell) {
        return new Page<>(items.stream().<R>map(tell).toList(), next);
    }

    /** An item and the key that orders it in its list. */
    public static final class Keyed<T> {
        private final byte[] key;
        private final T item;

        public Keyed(byte[] key, T item) {
            this.key = key;
            this.item = item;
        }
    }
}
