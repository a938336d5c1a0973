package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.RecordPeopleSearch;
import io.customeraccounts.domain.customer.CustomerCommand.RecordPersonDataShown;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule: Partner customers. What partners look at is recorded. */
class RecordPeopleSearchTest {

    @Test
    void recordsEachSearchAndEachPersonWhoseDataWereShown() {
        partner().when(new RecordPeopleSearch(ACME, BEN.actor(), 3)).then(new PeopleSearched(ACME, 3));
        partner()
                .when(new RecordPersonDataShown(ACME, BEN.actor(), CLEO.personId()))
                .then(new PersonDataShown(ACME, CLEO.personId()));
    }

    @Test
    void isForUsersWhoMay() {
        Stream.<Actor>of(ANNA.actor(), CLEO.actor(), CLIENT, OPERATOR, POLICY).forEach(actor -> {
            var refusal = new NotPermitted(Permission.ADMINISTER_PEOPLE);
            acme().when(new RecordPeopleSearch(ACME, actor, 3)).refused(refusal);
            acme().when(new RecordPersonDataShown(ACME, actor, CLEO.personId())).refused(refusal);
        });
    }

    private static CustomerStory partner() {
        return acme().happened(
                        new KindChanged(ACME, CustomerKind.CUSTOMER, CustomerKind.PARTNER),
                        joined(BEN, Groups.PARTNER_EMPLOYEE));
    }
}
