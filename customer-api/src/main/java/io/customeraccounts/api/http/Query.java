package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;

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

    /** @throws Problem if it is none of the choices, or given twice */
    public <E extends Enum<E>> Optional<E> find(String name, Class<E> choices) {
        return find(name)
                .map(text -> Arrays.stream(choices.getEnumConstants())
                        .filter(choice -> choice.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> Problem.malformed(FieldError.parameter(name, "not-a-choice")
                                .with("choices", Arrays.asList(choices.getEnumConstants())))));
    }
}
