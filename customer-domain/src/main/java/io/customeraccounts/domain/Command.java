package io.customeraccounts.domain;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;

/** An order to an aggregate. Each aggregate's orders are below a sealed interface of its own, beside the aggregate. */
public interface Command {

    CustomerId customerId();

    /** Who gives the order. */
    Actor actor();
}
