package io.customeraccounts.api.problems;

import io.customeraccounts.domain.values.InvalidValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with one part of a request. Never holds what was given.
 *
 * @param in whether the part is in the body, a query parameter or a header
 * @param name a JSON pointer into the body (RFC 6901), or the name of the parameter or header
 * @param code the key of its text: {@code error.<code>}
 * @param details what the text may name in braces
 */
public record FieldError(In in, String name, String code, Map<String, Object> details) {

    /** Where the part of the request is; the name of the member that says so in the answer. */
    public enum In {
        /** The value is a JSON pointer in its form as URI fragment, as in RFC 9457 section 3. */
        POINTER("pointer"),
        PARAMETER("parameter"),
        HEADER("header");

        private final String member;

        In(String member) {
            this.member = member;
        }

        String member() {
            return member;
        }
    }

    public FieldError {
        details = Map.copyOf(details);
    }

    public static FieldError at(String pointer, String code) {
        return new FieldError(In.POINTER, pointer, code, Map.of());
    }

    public static FieldError at(String pointer, InvalidValue invalid) {
        var details = new LinkedHashMap<String, Object>();
        invalid.limit().ifPresent(limit -> details.put("limit", limit));
        invalid.position().ifPresent(position -> details.put("position", position));
        return new FieldError(In.POINTER, pointer, invalid.reason().code(), details);
    }

    public static FieldError parameter(String name, String code) {
        return new FieldError(In.PARAMETER, name, code, Map.of());
    }

    public static FieldError header(String name, String code) {
        return new FieldError(In.HEADER, name, code, Map.of());
    }

    public FieldError with(String detail, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(detail, value);
        return new FieldError(in, name, code, more);
    }

    /** The name as the answer shows it. */
    String shownName() {
        return in == In.POINTER ? "#" + name : name;
    }
}
