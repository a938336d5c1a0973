package io.customeraccounts.api.history;

import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.pointintime.PastCustomer;

/** A customer as it was at a time. */
record PastCustomerJson(KnownJson known, String identifier, String name, CustomerKind kind, CustomerState state) {

    static PastCustomerJson of(PastCustomer customer, KnownJson known) {
        return new PastCustomerJson(known, customer.identifier(), customer.name(), customer.kind(), customer.state());
    }
}
