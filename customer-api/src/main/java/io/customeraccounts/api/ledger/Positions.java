package io.customeraccounts.api.ledger;

import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import java.util.Optional;

/** Positions and numbers of events in the query of a request. */
final class Positions {

    private Positions() {}

    /** @throws Problem if it is not there, or not in the range */
    static long required(Query query, String name, long min, long max) {
        return find(query, name, min, max).orElseThrow(() -> Problem.malformed(FieldError.parameter(name, "missing")));
    }

    /** @throws Problem if it is there and not in the range */
    static Optional<Long> find(Query query, String name, long min, long max) {
        return query.find(name).map(text -> number(name, text, min, max));
    }

    private static long number(String name, String text, long min, long max) {
        if (text.matches("0|[1-9][0-9]{0,17}")) {
            var number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw Problem.malformed(
                FieldError.parameter(name, "not-a-number").with("min", min).with("max", max));
    }
}
