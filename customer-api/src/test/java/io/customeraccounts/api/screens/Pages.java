package io.customeraccounts.api.screens;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** The addresses that the product answers with a page or a file, as its controllers are mapped: none can be forgotten. */
final class Pages {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /** What variables of addresses are whatever else there is. */
    static final Map<String, List<String>> ALWAYS_KNOWN = Map.of(
            "code", List.of("malformed-request"),
            "file", List.of("projects.csv", "quotas.csv"),
            "table", List.of("project_user"),
            "deadLetterId", List.of("01a219e6-79d6-71ad-812d-7003bb01fec8"));

    private Pages() {}

    /** Patterns of addresses of pages. */
    static Set<String> patterns(Map<RequestMappingInfo, HandlerMethod> handlers) {
        var patterns = new TreeSet<String>();
        handlers.forEach((mapping, handler) -> {
            if (isPage(mapping, handler) && reads(mapping) && !produces(mapping, MediaType.TEXT_EVENT_STREAM)) {
                patterns.addAll(mapping.getPatternValues());
            }
        });
        return patterns;
    }

    /** Patterns of addresses of files for spreadsheets, of the API and of pages. */
    static Set<String> spreadsheets(Map<RequestMappingInfo, HandlerMethod> handlers) {
        var patterns = new TreeSet<String>();
        handlers.forEach((mapping, handler) -> {
            var csv = new MediaType("text", "csv");
            if (reads(mapping)
                    && (produces(mapping, csv)
                            || mapping.getPatternValues().stream().anyMatch(it -> it.endsWith(".csv")))) {
                patterns.addAll(mapping.getPatternValues());
            }
        });
        return patterns;
    }

    private static boolean isPage(RequestMappingInfo mapping, HandlerMethod handler) {
        var type = handler.getBeanType();
        return produces(mapping, MediaType.TEXT_HTML)
                || (AnnotatedElementUtils.hasAnnotation(type, Controller.class)
                        && !AnnotatedElementUtils.hasAnnotation(type, ResponseBody.class)
                        && !handler.hasMethodAnnotation(ResponseBody.class)
                        && !ResponseEntity.class.isAssignableFrom(
                                handler.getReturnType().getParameterType()));
    }

    private static boolean reads(RequestMappingInfo mapping) {
        return mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET);
    }

    private static boolean produces(RequestMappingInfo mapping, MediaType type) {
        return mapping.getProducesCondition().getProducibleMediaTypes().contains(type);
    }

    /** Goes there; null if that is a file, which browsers do not show. */
    static @Nullable Response open(Page page, String address) {
        try {
            return page.navigate(address);
        } catch (PlaywrightException file) {
            if (String.valueOf(file.getMessage()).contains("Download is starting")) {
                return null;
            }
            throw file;
        }
    }

    /**
     * The pattern with every known value of its variables.
     *
     * @throws AssertionError if nothing is known of one: whoever adds such a page says here what it is about
     */
    static List<String> addresses(String pattern, Map<String, List<String>> known) {
        var variable = VARIABLE.matcher(pattern);
        if (!variable.find()) {
            return List.of(pattern);
        }
        var values = known.get(variable.group(1));
        if (values == null) {
            throw new AssertionError("No hostile value is known for " + variable.group(1) + " of the page " + pattern);
        }
        var addresses = new ArrayList<String>();
        for (var value : values) {
            addresses.addAll(addresses(variable.replaceFirst(Matcher.quoteReplacement(value)), known));
        }
        return addresses;
    }
}
