package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Effort;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Firm;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A partner with a thousand managed customers among thousands of another: what is asked of it takes no more than its page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedAtScaleTest {

    private static final int MANAGED = 1_000;
    private static final int OTHERS = 3_000;
    private static final int PAGE = PageRequest.DEFAULT_LIMIT + 1;

    private final Effort effort = new Effort("customer", ManagedAtScaleTest::manage);

    private static void manage(ReadSide is) {
        is.happened(BOLT.openedAsPartner(ANNA), ANNA.joined(BOLT, Groups.PARTNER_ADMIN));
        is.happened(ACME.openedAsPartner(BEN), BEN.joined(ACME, Groups.PARTNER_ADMIN));
        is.transactions.executeWithoutResult(transaction -> {
            for (var number = 0; number < MANAGED; number++) {
                is.happened(managed(BOLT, number).createdBy(BOLT));
                if (number % 100 == 0) {
                    is.happened(new CustomerClosed(managed(BOLT, number).id()));
                }
            }
            for (var number = 0; number < OTHERS; number++) {
                is.happened(managed(ACME, number).createdBy(ACME));
            }
        });
    }

    private static Firm managed(Firm partner, int number) {
        return new Firm(partner.identifier() + "-" + number, "Managed %04d".formatted(number));
    }

    @AfterAll
    void close() {
        effort.close();
    }

    @Test
    void readsOnlyTheRowsOfThePageInEveryOrder() {
        for (var order : CustomerOrder.values()) {
            for (var descending : List.of(false, true)) {
                var rows = effort.rowsRead(is -> {
                    var first = is.customers.managedBy(
                            BOLT.id(), CustomerFilter.NONE, order, descending, PageRequest.FIRST);
                    var next = new PageRequest(first.next(), PageRequest.DEFAULT_LIMIT);
                    is.customers.managedBy(BOLT.id(), CustomerFilter.NONE, order, descending, next);
                });
                assertThat(rows).as("by %s", order).isBetween(2L * PageRequest.DEFAULT_LIMIT, 2L * PAGE);
                assertThat(effort.plan())
                        .contains("customer_managed", "/* index sorted */")
                        .doesNotContain("tableScan");
            }
        }
    }

    @Test
    void readsOnlyThoseInTheStateThatIsAskedFor() {
        for (var descending : List.of(false, true)) {
            assertThat(effort.rowsRead(is -> assertThat(is.customers
                                    .managedBy(
                                            BOLT.id(),
                                            new CustomerFilter(null, CustomerState.CLOSED),
                                            CustomerOrder.NAME,
                                            descending,
                                            PageRequest.FIRST)
                                    .items())
                            .hasSize(MANAGED / 100)))
                    .isLessThanOrEqualTo(MANAGED / 100 + 2);
            assertThat(effort.plan()).contains("customer_managed_in_state", "/* index sorted */");
        }
    }

    @Test
    void looksForTheStateInOtherOrdersAmongTheCustomersOfThePartnerOnly() {
        var closed = new CustomerFilter(null, CustomerState.CLOSED);
        for (var order : List.of(CustomerOrder.IDENTIFIER, CustomerOrder.OPENED)) {
            assertThat(effort.rowsRead(
                            is -> is.customers.managedBy(BOLT.id(), closed, order, false, PageRequest.FIRST)))
                    .as("by %s", order)
                    .isLessThanOrEqualTo(MANAGED);
        }
    }

    @Test
    void looksUpHowSomebodyStandsInThePartner() {
        assertThat(effort.rowsRead(is -> assertThat(
                                is.users.inPartnerOf(managed(BOLT, 7).id(), ANNA.id()))
                        .isPresent()))
                .isLessThanOrEqualTo(3);
    }
}
