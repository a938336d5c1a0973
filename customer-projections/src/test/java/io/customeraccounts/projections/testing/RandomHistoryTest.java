package io.customeraccounts.projections.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomHistoryTest {

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        var first = RandomHistory.decisions(7).limit(300).toList();

        assertThat(RandomHistory.decisions(7).limit(300).toList()).isEqualTo(first);
        assertThat(RandomHistory.decisions(8).limit(300).toList()).isNotEqualTo(first);
    }

    @Test
    void goesForwardInTimeAndDecidesForOneCustomerAtATime() {
        var decisions = RandomHistory.decisions(7).limit(300).toList();

        assertThat(decisions).extracting(Decision::at).isSorted().doesNotHaveDuplicates();
        assertThat(decisions)
                .allSatisfy(decision -> assertThat(decision.events().stream()
                                .map(DomainEvent::customerId)
                                .distinct())
                        .hasSize(1));
    }

    @Test
    void leavesNoKindOfEventOut() {
        var kinds = RandomHistory.decisions(7)
                .limit(20_000)
                .flatMap(decision -> decision.events().stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertThat(kinds).isEqualTo(new HashSet<Class<?>>(EventName.all().values()));
    }
}
