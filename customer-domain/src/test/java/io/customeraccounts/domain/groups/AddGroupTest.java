package io.customeraccounts.domain.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.InstallationEvent.GroupAdded;
import io.customeraccounts.domain.groups.GroupCommand.AddGroup;
import io.customeraccounts.domain.groups.GroupRefusal.GroupExists;
import io.customeraccounts.domain.groups.GroupRefusal.NotAnOperator;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PersonId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddGroupTest {

    private static final Actor OPERATOR = new Actor.Operator(new PersonId(new UUID(1, 1)));
    private static final GroupName AUDITORS = new GroupName("AUDITORS");

    @Test
    void addsWhatAnOperatorWants() {
        when(new AddGroup(
                        OPERATOR,
                        AUDITORS,
                        CustomerKind.CUSTOMER,
                        Set.of(Permission.READ_HISTORY, Permission.VIEW_CUSTOMER)))
                .expectEvents(new GroupAdded(
                        InstallationEvent.INSTALLATION,
                        AUDITORS,
                        CustomerKind.CUSTOMER,
                        List.of(Permission.VIEW_CUSTOMER, Permission.READ_HISTORY)));
    }

    @Test
    void protectsTheGroupsThatShip() {
        for (var kind : CustomerKind.values()) {
            for (var shipped : Groups.shipped().of(kind)) {
                when(new AddGroup(OPERATOR, shipped.name(), kind, Set.of(Permission.VIEW_CUSTOMER)))
                        .expectNoEvents()
                        .expectException(GroupExists.class);
            }
        }
    }

    @Test
    void isAMatterOfOperators() {
        when(new AddGroup(
                        new Actor.Person(new PersonId(new UUID(1, 1))),
                        AUDITORS,
                        CustomerKind.CUSTOMER,
                        Set.of(Permission.VIEW_CUSTOMER)))
                .expectNoEvents()
                .expectException(NotAnOperator.class);
    }

    @Test
    void allowsSomethingAndOverManagedCustomersOnlyWhatPartnersDo() {
        when(new AddGroup(OPERATOR, AUDITORS, CustomerKind.PARTNER, Set.of(Permission.MANAGE_QUOTA)))
                .expectSuccessfulHandlerExecution();
        when(new AddGroup(OPERATOR, AUDITORS, CustomerKind.CUSTOMER, Set.of(Permission.MANAGE_QUOTA)))
                .expectException(IllegalArgumentException.class);
        when(new AddGroup(OPERATOR, AUDITORS, CustomerKind.CUSTOMER, Set.of()))
                .expectException(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "auditors", "1A", "A_", "_A", "A__B", "A-B", "A B", "ÄB"})
    void takesNoOtherNames(String name) {
        assertThat(GroupName.isWellFormed(name)).isFalse();
    }

    @Test
    void takesNamesOfUpToFiftyNineCharacters() {
        assertThat(GroupName.isWellFormed("A".repeat(59))).isTrue();
        assertThat(GroupName.isWellFormed("READ_ONLY_2")).isTrue();
        assertThat(GroupName.isWellFormed("A".repeat(60))).isFalse();
    }

    private static ResultValidator<AddedGroup> when(AddGroup command) {
        var fixture = new AggregateTestFixture<>(AddedGroup.class);
        fixture.registerInjectableResource(Groups.shipped());
        return fixture.givenNoPriorActivity().when(command);
    }
}
