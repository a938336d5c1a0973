package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.RenameCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.values.CustomerName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenameCustomerTest {

    private static final CustomerRenamed RENAMED = new CustomerRenamed(ACME, "Acme & Daughters");

    @Test
    void renamesTheCustomer() {
        acme().when(rename("Acme & Daughters", null)).then(RENAMED);
    }

    @Test
    void doesNothingWhenTheNameIsTheSame() {
        acme().when(rename("ACME", null)).nothingHappens();
        acme().when(rename(" ACME ", null)).nothingHappens();
        acme().happened(RENAMED).when(rename("Acme & Daughters", null)).nothingHappens();
    }

    @Test
    void takesAnotherCaseForAnotherName() {
        acme().when(rename("Acme", null)).then(new CustomerRenamed(ACME, "Acme"));
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        acme().happened(RENAMED).when(rename("ACME", 0L)).refused(new VersionMismatch(2));
        acme().happened(RENAMED).when(rename("ACME", 3L)).refused(new VersionMismatch(2));
        acme().happened(RENAMED).when(rename("ACME", 2L)).then(new CustomerRenamed(ACME, "ACME"));
    }

    @Test
    void refusesAStaleChangeAlsoToTheSameName() {
        acme().happened(RENAMED).when(rename("Acme & Daughters", 0L)).refused(new VersionMismatch(2));
    }

    @Test
    void doesNotMindThatUsersAndInvitationsHaveChanged() {
        acme().happened(joined(BEN, EMPLOYEE), invited(CLEO, NOON.plus(WEEK)))
                .when(rename("Acme & Daughters", 0L))
                .then(RENAMED);
    }

    private static RenameCustomer rename(String name, @Nullable Long expectedVersion) {
        return new RenameCustomer(ACME, ANNA.actor(), new CustomerName(name), expectedVersion);
    }
}
