package io.customeraccounts.domain.values;

/** The languages in which the service writes to people; the constant's name is the ISO 639 code in capitals. */
public enum Language {
    EN,
    DE
}
