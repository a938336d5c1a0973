package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import java.util.Optional;

/** Which part of a list is wanted: {@code ?limit=} and {@code ?cursor=}. Read when it is asked for, like a {@link Body}. */
public final class Paging {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final Query query;

    Paging(Query query) {
        this.query = query;
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
}
