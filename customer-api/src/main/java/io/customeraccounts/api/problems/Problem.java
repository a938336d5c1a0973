package io.customeraccounts.api.problems;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/**
 * Why a request was not fulfilled, to be thrown or answered. Holds nothing that must not be shown to the caller: no
 * secret, no card number, and of other people only what the caller may see.
 */
public final class Problem extends RuntimeException {

    private final ProblemType type;
    private final List<FieldError> errors;
    private final Map<String, Object> details;
    private final Map<String, String> headers;

    private Problem(
            ProblemType type, List<FieldError> errors, Map<String, Object> details, Map<String, String> headers) {
        super(type.code(), null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.details = details;
        this.headers = headers;
    }

    public static Problem of(ProblemType type) {
        return new Problem(type, List.of(), Map.of(), Map.of());
    }

    /** The one answer for what does not exist and for what the caller may not know to exist. */
    public static Problem notFound() {
        return of(ProblemType.NOT_FOUND);
    }

    public static Problem malformed(FieldError... errors) {
        return of(ProblemType.MALFORMED_REQUEST).with(List.of(errors));
    }

    public static Problem invalid(FieldError... errors) {
        return of(ProblemType.INVALID_VALUE).with(List.of(errors));
    }

    /** The answer says when to try again, in whole seconds, rounded up. */
    public static Problem tooManyRequests(Duration wait) {
        return of(ProblemType.TOO_MANY_REQUESTS).retryAfter(wait);
    }

    /** With one more member, which the problem's texts may name in braces. */
    public Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Problem(type, errors, more, headers);
    }

    public Problem with(Map<String, ?> members) {
        var more = new LinkedHashMap<>(details);
        more.putAll(members);
        return new Problem(type, errors, more, headers);
    }

    public Problem with(List<FieldError> moreErrors) {
        var all = new ArrayList<>(errors);
        all.addAll(moreErrors);
        return new Problem(type, all, details, headers);
    }

    public Problem header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, errors, details, more);
    }

    public Problem retryAfter(Duration wait) {
        return header(
                HttpHeaders.RETRY_AFTER,
                Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds())));
    }

    public ProblemType type() {
        return type;
    }

    List<FieldError> errors() {
        return errors;
    }

    Map<String, Object> details() {
        return details;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
