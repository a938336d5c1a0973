package io.customeraccounts.api.screens;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the API within this process, as the one who is signed in: the same handlers, rights, rules and words as for a program,
 * and nothing that a program could not do.
 */
@Component
class Api {

    private final ObjectProvider<DispatcherServlet> dispatcher;
    private final JsonMapper json;

    Api(ObjectProvider<DispatcherServlet> dispatcher, JsonMapper json) {
        this.dispatcher = dispatcher;
        this.json = json;
    }

    /** What the API answered. */
    final class Reply {

        private final InnerResponse response;

        private Reply(InnerResponse response) {
            this.response = response;
        }

        boolean done() {
            return response.getStatus() < 300;
        }

        <T> T read(Class<T> type) {
            return json.readValue(response.body(), type);
        }

        /** What went wrong; absent if nothing did. */
        @Nullable
        Refused refused() {
            return done() ? null : new Refused(response.getStatus(), read(Shown.Problem.class));
        }

        byte[] bytes() {
            return response.body();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(response.getHeader(name));
        }
    }

    /** The API has refused what a page needs, or what its form wanted. */
    static final class Refused extends RuntimeException {

        private final int status;
        private final transient Shown.Problem problem;

        Refused(int status, Shown.Problem problem) {
            super(problem.code(), null, false, false);
            this.status = status;
            this.problem = problem;
        }

        int status() {
            return status;
        }

        Shown.Problem problem() {
            return problem;
        }
    }

    /** @throws Refused if there is no such thing, or not for the one who is signed in */
    <T> T get(Class<T> type, String path, Object... values) {
        return ask(path, values).read(type);
    }

    /** The same, with the headers of the answer. */
    Reply ask(String path, Object... values) {
        return askFor("application/json", path, values);
    }

    /** The same, of a type of content that is no JSON. */
    Reply askFor(String contentType, String path, Object... values) {
        var reply = call("GET", url(path, values), null, Map.of(HttpHeaders.ACCEPT, contentType));
        var refused = reply.refused();
        if (refused != null) {
            throw refused;
        }
        return reply;
    }

    /** What is no JSON. */
    String text(String path) {
        var response = new InnerResponse();
        dispatch(
                new InnerRequest(page(), "GET", path, new byte[0], Map.of(HttpHeaders.ACCEPT, "text/plain")), response);
        return response.getStatus() < 300 ? new String(response.body(), StandardCharsets.UTF_8) : "";
    }

    Reply post(@Nullable Object body, String path, Object... values) {
        return call("POST", url(path, values), body, Map.of());
    }

    /** @param version that the change is based on; empty if it does not matter */
    Reply put(Object body, String version, String path, Object... values) {
        return call("PUT", url(path, values), body, ifMatch(version));
    }

    Reply patch(Object body, String version, String path, Object... values) {
        return call("PATCH", url(path, values), body, ifMatch(version));
    }

    /** @param version likewise */
    Reply delete(@Nullable Object body, String version, String path, Object... values) {
        return call("DELETE", url(path, values), body, ifMatch(version));
    }

    /** @param key by which a form that is sent twice acts once; empty for none */
    Reply postOnce(String key, Object body, String path, Object... values) {
        return call("POST", url(path, values), body, key.isEmpty() ? Map.of() : Map.of("Idempotency-Key", key));
    }

    /** @param reason why; the API says so if it needs one and there is none */
    Reply postBecause(String reason, @Nullable Object body, String path, Object... values) {
        return call("POST", url(path, values), body, because(reason));
    }

    Reply postOnceBecause(String key, String reason, Object body, String path, Object... values) {
        var headers = new HashMap<>(because(reason));
        if (!key.isEmpty()) {
            headers.put("Idempotency-Key", key);
        }
        return call("POST", url(path, values), body, headers);
    }

    Reply putBecause(String reason, Object body, String path, Object... values) {
        return call("PUT", url(path, values), body, because(reason));
    }

    Reply putVersionBecause(String version, String reason, Object body, String path, Object... values) {
        var headers = new HashMap<>(because(reason));
        headers.putAll(ifMatch(version));
        return call("PUT", url(path, values), body, headers);
    }

    Reply deleteBecause(String reason, String path, Object... values) {
        return call("DELETE", url(path, values), null, because(reason));
    }

    /** As a header comes in from outside: UTF-8 that the container has read as ISO 8859-1. */
    private static Map<String, String> because(String reason) {
        return reason.isBlank()
                ? Map.of()
                : Map.of("Reason", new String(reason.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** Sends on what the API answers while it comes: a file, of whatever size. */
    void send(HttpServletResponse response, String method, String mediaType, String path, Object... values) {
        dispatch(
                new InnerRequest(page(), method, url(path, values), new byte[0], Map.of(HttpHeaders.ACCEPT, mediaType)),
                response);
    }

    private static Map<String, String> ifMatch(String version) {
        return version.isEmpty() ? Map.of() : Map.of(HttpHeaders.IF_MATCH, '"' + version.replace("\"", "") + '"');
    }

    /** Fills in the values, escaped; an absent or empty one takes its query parameter away. */
    static String url(String template, Object... values) {
        if (values.length == 0) {
            // Filled in already.
            return template;
        }
        var question = template.indexOf('?');
        var parts = new ArrayList<>(List.of(values));
        var path = new StringBuilder();
        for (var piece : (question < 0 ? template : template.substring(0, question)).split("/", -1)) {
            path.append(path.isEmpty() && piece.isEmpty() ? "" : "/")
                    .append(piece.startsWith("{") ? escaped(parts.removeFirst()) : piece);
        }
        if (question >= 0) {
            var separator = '?';
            for (var parameter : template.substring(question + 1).split("&", -1)) {
                var name = parameter.substring(0, parameter.indexOf('='));
                var fixed = parameter.substring(name.length() + 1);
                var value = fixed.startsWith("{") ? parts.removeFirst().toString() : fixed;
                if (!value.isEmpty()) {
                    path.append(separator).append(name).append('=').append(escaped(value));
                    separator = '&';
                }
            }
        }
        return path.toString();
    }

    static String escaped(Object value) {
        return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply call(String method, String url, @Nullable Object body, Map<String, String> headers) {
        var bytes = body == null ? new byte[0] : json.writeValueAsBytes(body);
        var response = new InnerResponse();
        dispatch(new InnerRequest(page(), method, url, bytes, headers), response);
        return new Reply(response);
    }

    private void dispatch(InnerRequest request, HttpServletResponse response) {
        try {
            dispatcher.getObject().service(request, response);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServletRequest page() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }
}
