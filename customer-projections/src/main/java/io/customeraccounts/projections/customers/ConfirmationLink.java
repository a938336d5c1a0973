package io.customeraccounts.projections.customers;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;

/**
 * Where the link of a confirmation mail leads.
 *
 * @param state as the clock sees it; whatever has become of the account since the mail
 */
public record ConfirmationLink(CustomerId customerId, String customerName, PersonId openedBy, CustomerState state) {}
