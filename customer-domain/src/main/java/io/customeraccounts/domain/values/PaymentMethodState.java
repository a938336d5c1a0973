package io.customeraccounts.domain.values;

/** Where a payment method stands: {@code REQUESTED -> ACTIVE -> EXPIRED | REMOVED}. */
public enum PaymentMethodState {
    /** Waits for an operator. */
    REQUESTED,
    ACTIVE,
    EXPIRED,
    REMOVED
}
