package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlCustomersOfPersonsTest {

    @ParameterizedTest
    @EnumSource(Databases.class)
    void remembersEveryCustomerUntilToldToForget(Databases kind) {
        try (var database = new ReadSide(kind, new InMemoryVault())) {
            var customers = new SqlCustomersOfPersons(database.sql);
            customers.joined(ANNA.id(), ACME.id());
            customers.joined(ANNA.id(), ACME.id());
            customers.joined(ANNA.id(), BOLT.id());
            customers.joined(BEN.id(), BOLT.id());

            customers.forget(BOLT.id());

            assertThat(customers.hasAny(ANNA.id())).isTrue();
            assertThat(customers.hasAny(BEN.id())).isFalse();

            customers.forget(ACME.id());
            assertThat(customers.hasAny(ANNA.id())).isFalse();
        }
    }
}
