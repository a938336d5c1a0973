package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.projections.paging.MalformedCursor;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;

/** Which part of a list is wanted: {@code ?limit=} and {@code ?cursor=}. Read when it is asked for, like a {@link Body}. */
public final class Paging {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final HttpServletRequest request;
    private final Query query;

    Paging(HttpServletRequest request) {
        this.request = request;
        this.query = new Query(request);
    }

    /** 1 to 200; 50 unless asked otherwise. */
    private int limit() {
        return query.find("limit").map(Paging::parseLimit).orElse(DEFAULT_LIMIT);
    }

    private static int parseLimit(String text) {
        if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= MAX_LIMIT) {
            return Integer.parseInt(text);
        }
        throw Problem.malformed(
                FieldError.parameter("limit", "not-a-number").with("min", 1).with("max", MAX_LIMIT));
    }

    /** Where the former page ended, as that page said. */
    private Optional<String> cursor() {
        return query.find("cursor");
    }

    /**
     * Answers the part that is asked for, with a link to the next one.
     *
     * @param query finds the part
     * @param body what it looks like
     */
    public <R, T> Answer<T> answer(Function<PageRequest, Page<R>> query, Function<Page<R>, T> body) {
        try {
            var page = query.apply(new PageRequest(cursor().orElse(null), limit()));
            var answer = Answer.ok(body.apply(page));
            return page.next() == null ? answer : answer.header(HttpHeaders.LINK, link(page.next()));
        } catch (MalformedCursor e) {
            throw Problem.malformed(FieldError.parameter("cursor", "cursor-unknown"));
        }
    }

    /** What the header {@code Link} says of the page that begins at the cursor. */
    private String link(String cursor) {
        return NextLink.of(request, "cursor").apply(cursor);
    }
}
