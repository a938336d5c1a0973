package io.customeraccounts.api.http;

import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next to be given as {@code cursor} for the next part; absent at the end
 */
public record PageJson<T>(
        List<T> items,

        @Schema(description = "Cursor of the next page; absent on the last.") @Nullable
        String next) {

    /**
     * Answers the part that is asked for, with a link to the next one.
     *
     * @param query finds the part
     * @param show what each item looks like
     */
    public static <R, T> Answer<PageJson<T>> of(
            Paging paging, Function<PageRequest, Page<R>> query, Function<R, T> show) {
        return paging.answer(
                query, page -> new PageJson<>(page.items().stream().map(show).toList(), page.next()));
    }
}
