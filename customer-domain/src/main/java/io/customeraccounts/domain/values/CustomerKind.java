package io.customeraccounts.domain.values;

/** What a customer is; decides which groups its users may have. */
public enum CustomerKind {
    CUSTOMER,
    /** Administers managed customers. Only an operator makes a customer a partner. */
    PARTNER
}
