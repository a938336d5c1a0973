package io.customeraccounts.api.screens;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says how a program does what a page does, for whoever wants to copy it into a shell. {@code $TOKEN} stands for a token of
 * theirs; what is secret in a form is left out. Pages call it, with paths below {@code /api/v1}.
 */
@Component
class Curl {

    /** What a shell would show differently than it is, such as marks that turn the direction of writing. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}\\p{Zl}\\p{Zp}]");

    private final JsonMapper json;
    private final String base;

    Curl(JsonMapper json, @Value("${customer-accounts.base-url}") String base) {
        this.json = json;
        this.base = base.replaceFirst("/$", "") + "/api/v1";
    }

    /** A part of the address that is chosen in a field of the form. */
    public record Part(String field, String value) {}

    /**
     * The pieces of a command. Scripts bring {@code part} and {@code body} up to what is in the form at the moment.
     *
     * @param form id of the form whose call it is; absent if it is the one around
     * @param body quoted for a shell; absent without one
     */
    public record Call(
            String start,
            @Nullable Part part,
            String headers,
            @Nullable String body,
            @Nullable String form) {

        public String beforeBody() {
            return " \\\n  -d ";
        }

        /** The call of a form elsewhere in the page. */
        public Call of(String id) {
            return new Call(start, part, headers, body, id);
        }

        /** With the reason that the API asks operators for. */
        public Call because() {
            return new Call(start, part, headers + " \\\n  -H \"Reason: $REASON\"", body, form);
        }
    }

    /** Of a row with two forms. */
    public List<Call> both(Call one, Call other) {
        return List.of(one, other);
    }

    public Call get(String path) {
        return call("", path, null, "", null);
    }

    public Call post(String path) {
        return call("-X POST ", path, null, "", null);
    }

    public Call post(String path, Map<String, ?> body) {
        return call("-X POST ", path, null, "", body);
    }

    /** @param version that the change is based on; empty if it does not matter */
    public Call put(String path, String version, Map<String, ?> body) {
        return call("-X PUT ", path, null, version, body);
    }

    public Call patch(String path, @Nullable String version, Map<String, ?> body) {
        return call("-X PATCH ", path, null, version, body);
    }

    public Call delete(String path, @Nullable String version) {
        return call("-X DELETE ", path, null, version, null);
    }

    /** Where the last part of the address is what is chosen in a field. */
    public Call put(String path, String field, String value) {
        return call("-X PUT ", path, new Part(field, Api.escaped(value)), "", null);
    }

    /** @param address that is there now; absent for a new one */
    public Map<String, ?> address(Shown.@Nullable PostalAddress address) {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        parts.put("lines", address == null ? List.of() : address.lines());
        parts.put("postalCode", address == null ? null : address.postalCode());
        parts.put("city", address == null ? null : address.city());
        parts.put("country", address == null ? null : address.country());
        parts.put("vatId", address == null ? null : address.vatId());
        return parts;
    }

    private Call call(
            String method, String path, @Nullable Part part, @Nullable String version, @Nullable Map<String, ?> body) {
        var headers = new StringBuilder(" \\\n  -H \"Authorization: Bearer $TOKEN\"");
        if (version != null && !version.isEmpty()) {
            headers.append(" \\\n  -H ").append(quoted("If-Match: \"" + version + '"'));
        }
        if (body != null) {
            headers.append(" \\\n  -H 'Content-Type: application/")
                    .append(method.contains("PATCH") ? "merge-patch+json'" : "json'");
        }
        var address = quoted(base + path);
        return new Call(
                "curl " + method + (part == null ? address : address.substring(0, address.length() - 1)),
                part,
                part == null ? headers.toString() : "'" + headers,
                body == null ? null : quoted(json.writeValueAsString(withoutBlanks(body))),
                null);
    }

    /** What is empty is absent, for a page as for a program. */
    private static Map<String, @Nullable Object> withoutBlanks(Map<String, ?> body) {
        var said = new LinkedHashMap<String, @Nullable Object>();
        body.forEach((name, value) -> said.put(name, "".equals(value) ? null : value));
        return said;
    }

    /** For a shell, to which nothing within such quotes means anything. */
    private static String quoted(String text) {
        var shown = INVISIBLE
                .matcher(text)
                .replaceAll(match ->
                        match.group().chars().mapToObj("\\\\u%04x"::formatted).reduce("", String::concat));
        return "'" + shown.replace("'", "'\\''") + "'";
    }
}
