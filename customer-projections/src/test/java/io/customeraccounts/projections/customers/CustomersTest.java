package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.paging.MalformedCursor;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Firm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class CustomersTest {

    private static final Duration FORTNIGHT = Duration.ofDays(14);

    @Parameter
    Databases kind;

    private ReadSide is;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void findsTheAccountThatAConfirmationMailIsAbout() {
        var confirmBy = ReadSide.NOON.plus(FORTNIGHT);
        var opened = ACME.openedUntil(ANNA, confirmBy);
        is.happened(opened, ANNA.admin(ACME), BOLT.opened(BEN));

        assertThat(is.customers.byConfirmation(opened.confirmation()))
                .contains(new ConfirmationLink(ACME.id(), "ACME", ANNA.id(), CustomerState.PENDING_CONFIRMATION));

        is.clock.moveTo(confirmBy);
        assertThat(is.customers.byConfirmation(opened.confirmation()))
                .map(ConfirmationLink::state)
                .contains(CustomerState.EXPIRED);
    }

    @Test
    void findsItByTheLastMailOnlyAndAlsoWhenItHasBeenAnswered() {
        var opened = ACME.openedUntil(ANNA, ReadSide.NOON.plus(FORTNIGHT));
        var again = new Secret("again").hash();
        is.happened(
                opened, ANNA.admin(ACME), new ConfirmationResent(ACME.id(), again), new CustomerConfirmed(ACME.id()));

        assertThat(is.customers.byConfirmation(opened.confirmation())).isEmpty();
        assertThat(is.customers.byConfirmation(again))
                .map(ConfirmationLink::state)
                .contains(CustomerState.ACTIVE);
    }

    @Test
    void showsAnAccountThatCanBeUsedAtOnce() {
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));

        assertThat(customer(ACME))
                .isEqualTo(new CustomerRow(
                        ACME.id(),
                        "acme",
                        "ACME",
                        CustomerKind.CUSTOMER,
                        CustomerState.ACTIVE,
                        null,
                        is.in(Duration.ofDays(30)),
                        ReadSide.NOON,
                        null,
                        null,
                        0));
        assertThat(is.customers.find(BOLT.id())).isEmpty();
    }

    @Test
    void showsAnAccountThatWaitsForItsConfirmation() {
        var confirmBy = is.in(FORTNIGHT);
        is.happened(ACME.openedUntil(ANNA, confirmBy), ANNA.admin(ACME));
        is.happened(new ConfirmationResent(ACME.id(), new Secret("again").hash()));

        assertThat(customer(ACME).state()).isEqualTo(CustomerState.PENDING_CONFIRMATION);
        assertThat(customer(ACME).confirmBy()).isEqualTo(confirmBy);
        assertThat(customer(ACME).version()).isZero();

        is.happened(new CustomerConfirmed(ACME.id()));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.ACTIVE);
        assertThat(customer(ACME).version()).isEqualTo(3);
        is.clock.moveTo(confirmBy.plusSeconds(1));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.ACTIVE);
    }

    @Test
    void showsAnAccountAsExpiredFromTheVeryInstantOn() {
        var confirmBy = is.in(FORTNIGHT);
        is.happened(ACME.openedUntil(ANNA, confirmBy), ANNA.admin(ACME));

        is.clock.moveTo(confirmBy.minusMillis(1));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.PENDING_CONFIRMATION);
        assertThat(ofAnna().items()).hasSize(1);

        is.clock.moveTo(confirmBy);
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.EXPIRED);
        assertThat(customer(ACME).endedAt()).isEqualTo(confirmBy);
        assertThat(ofAnna().items()).isEmpty();

        is.clock.advance(Duration.ofMinutes(5));
        is.happened(new CustomerExpired(ACME.id(), "acme", ANNA.id()));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.EXPIRED);
        assertThat(customer(ACME).endedAt()).isEqualTo(is.clock.instant());
        assertThat(is.customers.all(PageRequest.FIRST).items()).isEmpty();
    }

    @Test
    void showsTheNewNameAndTheEnd() {
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), new CustomerRenamed(ACME.id(), "Acme Ltd"));
        assertThat(customer(ACME).name()).isEqualTo("Acme Ltd");
        assertThat(customer(ACME).version()).isEqualTo(2);

        is.clock.advance(FORTNIGHT);
        is.happened(new CustomerClosed(ACME.id()));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.CLOSED);
        assertThat(customer(ACME).endedAt()).isEqualTo(is.clock.instant());
        assertThat(customer(ACME).version()).isEqualTo(3);
        assertThat(ofAnna().items()).isEmpty();
        assertThat(is.customers.all(PageRequest.FIRST).items()).hasSize(1);
    }

    @Test
    void saysWhenThereIsNoAdminAndWhenThereIsOneAgain() {
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));

        is.happened(ANNA.removed(ACME, RemovalCause.EXPIRED, true));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.NO_ADMIN);

        is.happened(new GroupChanged(ACME.id(), BEN.in(ACME), Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN, false));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.ACTIVE);

        is.happened(new GroupChanged(ACME.id(), BEN.in(ACME), Groups.CUSTOMER_ADMIN, Groups.CUSTOMER_EMPLOYEE, true));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.NO_ADMIN);
        assertThat(is.customers.ofPerson(BEN.id(), PageRequest.FIRST).items()).hasSize(1);

        is.happened(ANNA.joined(ACME, new MembershipId(Story.id("again")), Groups.CUSTOMER_ADMIN, null));
        assertThat(customer(ACME).state()).isEqualTo(CustomerState.ACTIVE);
        assertThat(customer(ACME).version()).isZero();
    }

    @Test
    void listsAPersonsCustomersWhileTheyAreActiveUsers() {
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));
        is.happened(BOLT.opened(BEN), BEN.admin(BOLT));
        var end = is.in(Duration.ofDays(1));
        is.happened(new MembershipEndSet(ACME.id(), BEN.in(ACME), end));

        assertThat(ids(is.customers.ofPerson(BEN.id(), PageRequest.FIRST))).containsExactly(ACME.id(), BOLT.id());

        is.clock.moveTo(end);
        assertThat(ids(is.customers.ofPerson(BEN.id(), PageRequest.FIRST))).containsExactly(BOLT.id());

        is.happened(BEN.removed(BOLT));
        assertThat(ids(is.customers.ofPerson(BEN.id(), PageRequest.FIRST))).isEmpty();
    }

    @Test
    void pagesThroughCustomersByName() {
        var firms = new ArrayList<CustomerId>();
        for (var number = 0; number < 7; number++) {
            var firm = new Firm("firm-" + number, number % 2 == 0 ? "Same" : "Firm " + number);
            firms.add(firm.id());
            is.happened(firm.opened(ANNA), ANNA.admin(firm));
        }

        assertThat(pages(request -> is.customers.ofPerson(ANNA.id(), request)))
                .containsExactlyInAnyOrderElementsOf(firms)
                .startsWith(firms.get(1), firms.get(3), firms.get(5));
        assertThat(pages(is.customers::all)).isEqualTo(pages(request -> is.customers.ofPerson(ANNA.id(), request)));
    }

    @Test
    void refusesACursorOfAnotherList() {
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));
        is.happened(BOLT.opened(BEN), BEN.admin(BOLT), ANNA.employee(BOLT));
        var cursor = is.customers.ofPerson(ANNA.id(), new PageRequest(null, 1)).next();

        assertThatThrownBy(() -> is.customers.ofPerson(BEN.id(), new PageRequest(cursor, 1)))
                .isInstanceOf(MalformedCursor.class);
        assertThatThrownBy(() -> is.customers.all(new PageRequest(cursor, 1))).isInstanceOf(MalformedCursor.class);
    }

    private CustomerRow customer(Firm firm) {
        return is.customers.find(firm.id()).orElseThrow();
    }

    private Page<CustomerRow> ofAnna() {
        return is.customers.ofPerson(ANNA.id(), PageRequest.FIRST);
    }

    private static java.util.List<CustomerId> ids(Page<CustomerRow> page) {
        return page.items().stream().map(CustomerRow::id).toList();
    }

    private static java.util.List<CustomerId> pages(Function<PageRequest, Page<CustomerRow>> list) {
        var all = new ArrayList<CustomerId>();
        var cursor = (String) null;
        do {
            var page = list.apply(new PageRequest(cursor, 2));
            all.addAll(ids(page));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }
}
