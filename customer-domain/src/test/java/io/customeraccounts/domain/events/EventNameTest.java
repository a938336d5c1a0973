package io.customeraccounts.domain.events;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventNameTest {

    @ParameterizedTest
    @MethodSource("events")
    void everyEventHasANameOfItsOwn(Class<?> event) {
        assertThat(EventName.type(EventName.of(event))).contains(event.asSubclass(DomainEvent.class));
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyNameIsLowerCaseWordsWithHyphensAfterTheAggregate(Class<?> event) {
        assertThat(EventName.of(event)).matches("(customer|project|message|group)\\.[a-z]+(-[a-z]+)*");
    }

    @Test
    void nothingElseHasAName() {
        assertThat(EventName.all().values().stream().collect(toSet())).isEqualTo(events().collect(toSet()));
        assertThat(EventName.all())
                .allSatisfy((name, type) -> assertThat(EventName.of(type)).isEqualTo(name));
    }

    @Test
    void whatIsNoEventHasNoName() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventName.of(String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> EventName.of(CustomerEvent.class));
        assertThat(EventName.type("customer.vanished")).isEmpty();
    }

    /** Every record below {@link DomainEvent}, however the sealed interfaces are nested. */
    static Stream<Class<?>> events() {
        return records(DomainEvent.class);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(EventNameTest::records);
    }
}
