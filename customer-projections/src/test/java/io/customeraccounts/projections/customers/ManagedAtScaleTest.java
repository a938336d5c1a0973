package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Effort;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Firm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A partner with some hundred managed customers among thousands of another: what is asked of it takes no more than its page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedAtScaleTest {

    private static final int MANAGED = 400;
    private static final int OTHERS = 4_000;

    private final Effort effort = new Effort("customer", ManagedAtScaleTest::manage);

    private static void manage(ReadSide is) {
        is.happened(BOLT.openedAsPartner(ANNA), ANNA.joined(BOLT, Groups.PARTNER_ADMIN));
        is.happened(ACME.openedAsPartner(BEN), BEN.joined(ACME, Groups.PARTNER_ADMIN));
        is.transactions.executeWithoutResult(transaction -> {
            for (var number = 0; number < MANAGED; number++) {
                is.happened(managed(BOLT, number).createdBy(BOLT));
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
    void readsOnlyTheRowsOfThePage() {
        assertThat(effort.rowsRead(is -> is.customers.managedBy(BOLT.id(), null, PageRequest.FIRST)))
                .isLessThan(MANAGED / 3);
        assertThat(effort.plan()).contains("customer_managed", "/* index sorted */");
    }

    @Test
    void looksUpHowSomebodyStandsInThePartner() {
        assertThat(effort.rowsRead(is -> assertThat(
                                is.users.inPartnerOf(managed(BOLT, 7).id(), ANNA.id()))
                        .isPresent()))
                .isLessThanOrEqualTo(3);
    }
}
