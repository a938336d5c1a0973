package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a handler answers. Unlike Spring's response entity it can be rendered before it is sent, so that the answer to a
 * command is stored in the command's own transaction.
 *
 * @param <T> what the body shows
 */
public final class Answer<T> {

    /** As it is sent, and as it is kept for a repetition of the request. */
    @SuppressWarnings("ArrayRecordComponent") // written to a response or a row and never compared
    public record Rendered(int status, Map<String, String> headers, byte[] body) {}

    private final int status;
    private final Map<String, String> headers;
    private final @Nullable T body;
    private final @Nullable Problem problem;
    private final @Nullable Rendered rendered;
    private final boolean bodyKept;

    private Answer(
            int status,
            Map<String, String> headers,
            @Nullable T body,
            @Nullable Problem problem,
            @Nullable Rendered rendered,
            boolean bodyKept) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.problem = problem;
        this.rendered = rendered;
        this.bodyKept = bodyKept;
    }

    public static <T> Answer<T> ok(T body) {
        return of(HttpStatus.OK, body);
    }

    public static <T> Answer<T> of(HttpStatus status, T body) {
        return new Answer<>(status.value(), Map.of(), body, null, null, true);
    }

    public static <T> Answer<T> created(URI location, T body) {
        return of(HttpStatus.CREATED, body).header(HttpHeaders.LOCATION, location.toString());
    }

    public static <T> Answer<T> noContent() {
        return new Answer<>(HttpStatus.NO_CONTENT.value(), Map.of(), null, null, null, true);
    }

    /** For what was recorded and is still no success. What is refused without effect is thrown instead. */
    public static <T> Answer<T> problem(Problem problem) {
        return new Answer<>(problem.type().status(), Map.of(), null, problem, null, true);
    }

    /** An answer from before. */
    public static <T> Answer<T> of(Rendered rendered) {
        return new Answer<>(rendered.status(), rendered.headers(), null, null, rendered, true);
    }

    /** The same, rendered as it was kept. */
    public Answer<T> as(Rendered kept) {
        return new Answer<>(kept.status(), kept.headers(), body, problem, kept, bodyKept);
    }

    /** With a strong entity tag: the number of the last event that changed what the body shows. */
    public Answer<T> version(long version) {
        return header(HttpHeaders.ETAG, EntityTags.of(version));
    }

    /**
     * The same for a body that shows what systems have confirmed, which changes without an event: its tag tells both, and in
     * {@code If-Match} it stands for the version.
     */
    public Answer<T> version(long version, @Nullable SystemsJson systems) {
        return systems == null ? version(version) : header(HttpHeaders.ETAG, EntityTags.of(version, systems));
    }

    public Answer<T> header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer<>(status, more, body, problem, rendered, bodyKept);
    }

    /** For a body that must exist in one answer only, such as a new secret: a repeated request gets none. */
    public Answer<T> bodyNeverKept() {
        return new Answer<>(status, headers, body, problem, rendered, false);
    }

    public boolean isBodyKept() {
        return bodyKept;
    }

    public int status() {
        return status;
    }

    /** What went wrong, if something did and the answer is not one from before. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    public Rendered render(JsonMapper json, Problems problems, Locale language) {
        if (rendered != null) {
            return new Rendered(rendered.status(), headers, rendered.body());
        }
        var all = new LinkedHashMap<String, String>();
        if (problem != null) {
            var document = problems.render(problem, language);
            all.putAll(document.headers());
            all.putAll(headers);
            return new Rendered(document.status(), all, document.body());
        }
        if (body != null) {
            all.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
        }
        // Shown to one caller only, and to be asked for again each time: an answer never outlives what it says.
        all.put(HttpHeaders.CACHE_CONTROL, headers.containsKey(HttpHeaders.ETAG) ? "private, no-cache" : "no-store");
        all.putAll(headers);
        return new Rendered(status, all, body == null ? new byte[0] : json.writeValueAsBytes(body));
    }
}
