package io.customeraccounts.api.fuzzing;

import io.customeraccounts.api.fuzzing.Requests.Request;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.testing.RawHttp;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says what of an answer is not as described. */
final class Judge {

    private static final JsonMapper JSON = new JsonMapper();

    /** What the server says of the request as such, before and apart from any operation. */
    private static final Set<String> OF_ANY_REQUEST = EnumSet.of(
                    ProblemType.MALFORMED_REQUEST,
                    ProblemType.NOT_AUTHENTICATED,
                    ProblemType.NOT_FOUND,
                    ProblemType.METHOD_NOT_ALLOWED,
                    ProblemType.NOT_ACCEPTABLE)
            .stream()
            .map(ProblemType::code)
            .collect(Collectors.toSet());

    private final Description description;

    Judge(Description description) {
        this.description = description;
    }

    /** Empty if all is well. */
    Optional<String> flaw(Request request, RawHttp.Answer answer) {
        var status = answer.status();
        if (status >= 500) {
            return Optional.of("a failure");
        }
        var method = request.head().substring(0, request.head().indexOf(' '));
        if (method.equals("HEAD")) {
            return Optional.empty();
        }
        if (status >= 400) {
            return problem(request, answer);
        }
        var operation = request.operation();
        if (!method.equals(operation.method())) {
            return Optional.empty();
        }
        if (!operation.answers(status)) {
            return Optional.of("a status that is not described");
        }
        if (status == 201 && answer.header("Location").isEmpty()) {
            return Optional.of("made, but where?");
        }
        var mediaTypes = operation.mediaTypes(status);
        var mediaType = answer.header("Content-Type").replaceFirst(";.*", "");
        if (!mediaTypes.isEmpty() && !mediaTypes.contains(mediaType)) {
            return Optional.of("a media type that is not described: " + mediaType);
        }
        return operation.schema(status).isMissingNode() || !mediaType.equals("application/json")
                ? Optional.empty()
                : description.flaw(JSON.readTree(answer.body()), operation.schema(status), false);
    }

    private Optional<String> problem(Request request, RawHttp.Answer answer) {
        if (!answer.header("Content-Type").equals("application/problem+json")) {
            return Optional.of("no problem but " + answer.header("Content-Type"));
        }
        JsonNode problem;
        try {
            problem = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            return Optional.of("no JSON");
        }
        var code = problem.at("/code").asString("");
        var known = Arrays.stream(ProblemType.values())
                .anyMatch(type -> type.code().equals(code) && type.status() == answer.status());
        if (!known || problem.at("/status").asInt() != answer.status()) {
            return Optional.of("no code of this status");
        }
        if (request.asDescribed()
                && !OF_ANY_REQUEST.contains(code)
                && !request.operation().codes(answer.status()).contains(code)) {
            return Optional.of("a problem that is not described");
        }
        return description.flaw(problem, description.problem(), true);
    }
}
