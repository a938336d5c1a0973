package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import java.util.List;

/**
 * Finds the projects that name something of their customer, so that it cannot be removed under them. Answers from tables
 * written in the transactions of the events.
 *
 * <p>Asking holds the thing until the end of the transaction: whoever wants to name it in a project waits until then, and
 * whoever is about to has to end first.
 */
public interface ProjectsInUse {

    /** The projects, not yet deleted, that name the payment method: the first of them, at most 100, by their ids. */
    List<ProjectId> naming(PaymentMethodId paymentMethodId);

    /** Likewise for the billing address. */
    List<ProjectId> naming(BillingAddressId billingAddressId);
}
