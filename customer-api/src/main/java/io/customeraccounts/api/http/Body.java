package io.customeraccounts.api.http;

import java.util.function.Supplier;

/**
 * The body of a request, read when it is asked for: whether the caller may do something at all comes before what they
 * wrote (rule: Answers).
 *
 * @param <T> a record of texts, whose fields are checked with {@link Fields}
 */
public final class Body<T> {

    private final Supplier<T> reader;

    Body(Supplier<T> reader) {
        this.reader = reader;
    }

    /** @throws io.customeraccounts.api.problems.Problem if the body is too large, no JSON, or of another shape */
    public T read() {
        return reader.get();
    }
}
