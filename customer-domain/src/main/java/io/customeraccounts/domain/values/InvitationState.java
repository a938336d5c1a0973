package io.customeraccounts.domain.values;

/** Where an invitation stands. All but {@link #PENDING} are final. */
public enum InvitationState {
    PENDING,
    ACCEPTED,
    DECLINED,
    CANCELLED,
    EXPIRED
}
