package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.projections.customers.CustomerState;

/** A customer as it was at a time. */
public record PastCustomer(String identifier, String name, CustomerKind kind, CustomerState state) {}
