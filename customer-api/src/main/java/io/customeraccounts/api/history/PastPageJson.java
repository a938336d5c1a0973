package io.customeraccounts.api.history;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a list as it was at a time. */
record PastPageJson<T>(
        KnownJson known,
        List<T> items,

        @Schema(description = "Cursor of the next page; absent on the last.") @Nullable
        String next) {

    /** @param show makes what is found what is answered */
    static <R, T> Answer<PastPageJson<T>> of(
            KnownJson known, Paging paging, Function<PageRequest, Page<R>> question, Function<List<R>, List<T>> show) {
        return paging.answer(question, page -> new PastPageJson<>(known, show.apply(page.items()), page.next()));
    }
}
