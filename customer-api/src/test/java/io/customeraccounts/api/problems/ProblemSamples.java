package io.customeraccounts.api.problems;

import io.customeraccounts.domain.customer.CustomerRefusal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A problem of each type, as it may happen. */
public final class ProblemSamples {

    private ProblemSamples() {}

    public static Map<ProblemType, Problem> of(Problems problems) {
        var samples = new EnumMap<ProblemType, Problem>(ProblemType.class);
        Arrays.stream(ProblemType.values()).forEach(type -> samples.put(type, Problem.of(type)));
        ProblemsTest.refusals()
                .map(arguments -> problems.of((CustomerRefusal) arguments.get()[0]))
                .forEach(problem -> samples.put(problem.type(), problem));
        samples.put(ProblemType.MALFORMED_REQUEST, Problem.malformed(FieldError.at("/email", "missing")));
        samples.put(ProblemType.INVALID_VALUE, Problem.invalid(FieldError.at("/email", "email-domain-without-dot")));
        samples.put(
                ProblemType.CARD_NUMBER_NOT_ALLOWED,
                Problem.of(ProblemType.CARD_NUMBER_NOT_ALLOWED)
                        .with(List.of(FieldError.at("/fullName", "card-number"))));
        samples.put(
                ProblemType.BODY_TOO_LARGE,
                Problem.of(ProblemType.BODY_TOO_LARGE).with("limit", 262_144));
        return samples;
    }
}
