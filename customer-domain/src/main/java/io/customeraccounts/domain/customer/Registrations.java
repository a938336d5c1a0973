package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.PersonId;

/**
 * What must be unique over all customers, decided in the transaction of the command. Whoever claims the same thing at the
 * same time waits for the other transaction and then learns its outcome.
 */
public interface Registrations {

    /** Reserves an identifier; {@code false} if a customer has it or ever had it, also a closed one. */
    boolean reserve(Identifier identifier, CustomerId customerId);

    /** Makes the identifier of a customer that was never confirmed available again. */
    void release(CustomerId customerId);

    /** Makes this the customer of the person's sign-up and answers it, or the one that the person has from before. */
    CustomerId signUp(PersonId personId, CustomerId customerId);

    /** Forgets the sign-up that led to a customer that was never confirmed: the person may sign up again. */
    void forgetSignUp(PersonId personId);
}
