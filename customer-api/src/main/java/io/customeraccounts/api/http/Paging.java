package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Which part of a list is wanted: {@code ?limit=} and {@code ?cursor=}, and the list's own parameters. */
public final class Paging {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final HttpServletRequest request;

    Paging(HttpServletRequest request) {
        this.request = request;
    }

    /** 1 to 200; 50 unless asked otherwise. */
    public int limit() {
        return parameter("limit").map(Paging::parseLimit).orElse(DEFAULT_LIMIT);
    }

    private static int parseLimit(String text) {
        if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= MAX_LIMIT) {
            return Integer.parseInt(text);
        }
        throw Problem.malformed(
                FieldError.parameter("limit", "not-a-number").with("min", 1).with("max", MAX_LIMIT));
    }

    /** Where the former page ended, as that page said. */
    public Optional<String> cursor() {
        return parameter("cursor");
    }

    /** @throws Problem if it is given twice */
    public Optional<String> parameter(String name) {
        var values = request.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw Problem.malformed(FieldError.parameter(name, "given-twice"));
        }
        return Optional.of(values[0]);
    }
}
