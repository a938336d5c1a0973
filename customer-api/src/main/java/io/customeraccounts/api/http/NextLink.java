package io.customeraccounts.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.UnaryOperator;
import org.springframework.web.util.UriUtils;

/** The header {@code Link} to what comes next: the same request, going on from another place. */
public final class NextLink {

    private NextLink() {}

    /**
     * Makes the header's value from the place. It is made of what the other parameters mean: their escapes, as they were sent,
     * would be escaped once more with every page, and the filter would be another one each time.
     *
     * @param parameter names the place
     */
    public static UnaryOperator<String> of(HttpServletRequest request, String parameter) {
        var link = new StringBuilder("<").append(request.getRequestURI()).append('?');
        request.getParameterMap().forEach((name, values) -> {
            if (!name.equals(parameter)) {
                for (var value : values) {
                    link.append(escaped(name))
                            .append('=')
                            .append(escaped(value))
                            .append('&');
                }
            }
        });
        link.append(escaped(parameter)).append('=');
        return place -> link + escaped(place) + ">; rel=\"next\"";
    }

    private static String escaped(String text) {
        return UriUtils.encode(text, UTF_8);
    }
}
