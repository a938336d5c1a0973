package io.customeraccounts.domain.values;

/** Whose card it is, as the payment provider says. */
public enum CardBrand {
    VISA,
    MASTERCARD,
    MAESTRO,
    AMERICAN_EXPRESS,
    DINERS_CLUB,
    DISCOVER,
    JCB,
    UNION_PAY,
    OTHER
}
