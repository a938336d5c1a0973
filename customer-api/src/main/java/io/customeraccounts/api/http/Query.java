package io.customeraccounts.api.http;

import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.values.CardNumbers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a request says behind the question mark. Read when it is asked for, like a {@link Body}. */
public final class Query {

    private final HttpServletRequest request;

    Query(HttpServletRequest request) {
        this.request = request;
    }

    /** @throws Problem if it is given twice */
    public Optional<String> find(String name) {
        var values = request.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw Problem.malformed(FieldError.parameter(name, "given-twice"));
        }
        return Optional.of(values[0]);
    }

    /**
     * A free text, which takes no number of a payment card (rule: General data): the link to the next page would repeat it.
     *
     * @throws Problem if it holds one, or is given twice
     */
    public Optional<String> text(String name) {
        var text = find(name);
        if (text.filter(CardNumbers::looksLikeCardNumber).isPresent()) {
            throw Problem.of(ProblemType.CARD_NUMBER_NOT_ALLOWED)
                    .with(List.of(FieldError.parameter(name, "card-number")));
        }
        return text;
    }

    /** @throws Problem if it is none of the choices, or given twice */
    public <E extends Enum<E>> Optional<E> find(String name, Class<E> choices) {
        return find(name)
                .map(text -> Arrays.stream(choices.getEnumConstants())
                        .filter(choice -> choice.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> Problem.malformed(FieldError.parameter(name, "not-a-choice")
                                .with("choices", Arrays.asList(choices.getEnumConstants())))));
    }

    /**
     * What a list is ordered by: a choice in small letters, in descending order with a minus sign before it.
     *
     * @param byDefault if it is absent; its kind has all choices
     * @throws Problem if it is none of the choices, or given twice
     */
    public <E extends Enum<E>> Sort<E> sort(E byDefault) {
        return find("sort")
                .map(text -> {
                    var descending = text.startsWith("-");
                    var name = descending ? text.substring(1) : text;
                    var choices = byDefault.getDeclaringClass().getEnumConstants();
                    return Arrays.stream(choices)
                            .filter(choice -> Sort.name(choice).equals(name))
                            .findFirst()
                            .map(choice -> new Sort<>(choice, descending))
                            .orElseThrow(() -> Problem.malformed(FieldError.parameter("sort", "not-a-choice")
                                    .with(
                                            "choices",
                                            Arrays.stream(choices)
                                                    .map(Sort::name)
                                                    .toList())));
                })
                .orElse(new Sort<>(byDefault, false));
    }

    /** An order of a list, and its direction. */
    public record Sort<E extends Enum<E>>(E order, boolean descending) {

        private static String name(Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A value in the form that it needs.
     *
     * @param parse throws {@link NotThis} for what is none
     * @throws Problem if it is none, or given twice
     */
    public <T> Optional<T> find(String name, Function<String, T> parse) {
        return find(name).map(text -> {
            try {
                return parse.apply(text);
            } catch (NotThis e) {
                throw Problem.malformed(FieldError.parameter(name, e.code()));
            }
        });
    }

    /**
     * {@code true} or {@code false}; the latter if absent.
     *
     * @throws Problem if it is anything else, or given twice
     */
    public boolean flag(String name) {
        return switch (find(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.malformed(FieldError.parameter(name, "not-a-boolean"));
        };
    }

    /**
     * The {@code version} of a preview that the caller has seen; absent if they do not care.
     *
     * @throws Problem if it is anything else, or given twice
     */
    public @Nullable Long previewVersion() {
        try {
            return find("previewVersion").map(Long::valueOf).orElse(null);
        } catch (NumberFormatException e) {
            throw Problem.malformed(
                    FieldError.parameter("previewVersion", "wrong-type").with("expected", "number"));
        }
    }
}
