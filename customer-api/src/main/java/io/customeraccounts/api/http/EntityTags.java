package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Versions as strong entity tags (RFC 9110 section 8.8.3): {@code "17"}; with what connected systems have confirmed, {@code
 * "17.2-3"}.
 */
public final class EntityTags {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([!#-~\\x80-\\xff]*)\"");
    private static final Pattern VERSION = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9}-[0-9]{1,9})?");

    /** What no version ever is, for a tag of another form or a weak one: it matches nothing (RFC 9110 section 13.1.1). */
    private static final long NEVER = -1;

    private EntityTags() {}

    static String of(long version) {
        return "\"" + version + "\"";
    }

    static String of(long version, SystemsJson systems) {
        return "\"" + version + "." + systems.confirmed() + "-" + systems.of() + "\"";
    }

    /**
     * The version in {@code If-Match}; absent without the header, or if any version will do.
     *
     * @throws Problem if the header does not hold exactly one entity tag
     */
    public static @Nullable Long expected(HttpServletRequest request) {
        var headers = values(request, HttpHeaders.IF_MATCH);
        if (headers.isEmpty() || headers.equals(List.of("*"))) {
            return null;
        }
        var tag = TAG.matcher(headers.getFirst());
        if (headers.size() > 1 || !tag.matches()) {
            throw Problem.malformed(FieldError.header(HttpHeaders.IF_MATCH, "entity-tag-malformed"));
        }
        var version = VERSION.matcher(tag.group(2));
        return tag.group(1) == null && version.matches() ? Long.parseLong(version.group(1)) : NEVER;
    }

    /** Whether {@code If-None-Match} says that the caller has this entity already; compares weakly, as it has to. */
    static boolean isKnown(HttpServletRequest request, @Nullable String tag) {
        if (tag == null) {
            return false;
        }
        for (var header : values(request, HttpHeaders.IF_NONE_MATCH)) {
            var tags = TAG.matcher(header);
            while (tags.find()) {
                if (tag.equals("\"" + tags.group(2) + "\"")) {
                    return true;
                }
            }
            if (header.equals("*")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                .map(String::strip)
                .toList();
    }
}
