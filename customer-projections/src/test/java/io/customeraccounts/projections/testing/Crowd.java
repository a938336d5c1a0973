package io.customeraccounts.projections.testing;

import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.testing.Story.Firm;
import io.customeraccounts.projections.testing.Story.Somebody;
import java.util.stream.IntStream;

/** Many users at once. */
public final class Crowd {

    private static final String[] FIRST = {"Anna", "Ben", "Cléo", "Dora", "Émile", "Finn", "Gül", "Hans", "Ida", "Jo"};
    private static final String[] LAST = {
        "Alder", "Beech", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Iva", "Juniper"
    };

    private Crowd() {}

    public static Somebody member(int number) {
        var name = FIRST[number % 10] + " " + LAST[number / 10 % 10] + " " + number;
        return new Somebody(name, "user" + number + "@crowd.example");
    }

    /** Members of these numbers join, every hundredth as an admin. */
    public static void join(ReadSide is, Firm firm, int from, int to) {
        is.transactions.executeWithoutResult(transaction -> IntStream.range(from, to)
                .forEach(number -> is.happened(
                        number % 100 == 0
                                ? member(number).joined(firm, Groups.CUSTOMER_ADMIN)
                                : member(number).joined(firm, Groups.CUSTOMER_EMPLOYEE))));
    }
}
