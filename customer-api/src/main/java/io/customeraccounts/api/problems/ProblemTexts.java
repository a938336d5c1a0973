package io.customeraccounts.api.problems;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words for problems, in the languages there are; a name in braces is replaced by the problem's member. */
final class ProblemTexts {

    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final String BUNDLE = "messages.problems";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");

    /** The language of the server never decides what a caller reads. */
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;

    private ProblemTexts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    static ProblemTexts in(Locale language) {
        return new ProblemTexts(ResourceBundle.getBundle(BUNDLE, language, NO_FALLBACK));
    }

    String title(ProblemType type) {
        return bundle.getString(type.code() + ".title");
    }

    /** What has happened and why, whatever the case. */
    String what(ProblemType type) {
        return bundle.getString(type.code() + ".what");
    }

    /** What the caller can do now. */
    String remedy(ProblemType type) {
        return bundle.getString(type.code() + ".do");
    }

    /** What has happened in this case, or in general if the case does not say enough, and what to do. */
    String detail(Problem problem) {
        var what = find(problem.type().code() + ".detail")
                .map(text -> fill(text, problem.details()))
                .filter(text -> !PLACEHOLDER.matcher(text).find())
                .orElseGet(() -> what(problem.type()));
        return what + " " + remedy(problem.type());
    }

    String detail(FieldError error) {
        return fill(bundle.getString("error." + error.code()), error.details());
    }

    Optional<String> find(String key) {
        try {
            return Optional.of(bundle.getString(key));
        } catch (MissingResourceException absent) {
            return Optional.empty();
        }
    }

    private static String fill(String text, Map<String, Object> details) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            var value = details.get(match.group(1));
            return Matcher.quoteReplacement(value == null ? match.group() : words(value));
        });
    }

    private static String words(Object value) {
        return switch (value) {
            case Iterable<?> several -> {
                var words = new StringBuilder();
                several.forEach(
                        each -> words.append(words.isEmpty() ? "" : ", ").append(each));
                yield words.toString();
            }
            case Object[] several -> Arrays.toString(several);
            default -> value.toString();
        };
    }
}
