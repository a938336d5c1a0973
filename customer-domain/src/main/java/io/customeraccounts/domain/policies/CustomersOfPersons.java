package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;

/** Remembers which customers a person is or ever was a user of. */
public interface CustomersOfPersons {

    /** Notes it; does nothing if it is noted already. */
    void joined(PersonId personId, CustomerId customerId);

    /** Forgets the customer, as if nobody had ever been a user of it. */
    void forget(CustomerId customerId);

    /**
     * Also one that has not been noted yet: what has been committed by now counts, except customers that have expired.
     */
    boolean hasAny(PersonId personId);
}
