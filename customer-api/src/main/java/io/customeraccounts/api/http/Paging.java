package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

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
    int limit() {
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
    Optional<String> cursor() {
        return query.find("cursor");
    }

    /** What the header {@code Link} says of the page that begins at the cursor. */
    String link(String cursor) {
        return NextLink.of(request, "cursor").apply(cursor);
    }
}
