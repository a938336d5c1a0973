package io.customeraccounts.domain.values;

/** How a customer pays. */
public enum PaymentMethodKind {
    /** Asked for by the customer, enabled by an operator. */
    INVOICE,
    CARD,
    SEPA_MANDATE
}
