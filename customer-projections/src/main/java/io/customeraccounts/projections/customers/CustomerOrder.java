package io.customeraccounts.projections.customers;

/** What managed customers can be ordered by; those that are equal in it, by their ids. */
public enum CustomerOrder {
    NAME("by_managed"),
    IDENTIFIER("by_identifier"),
    /** By the time at which the account was opened. */
    OPENED("by_opened");

    private final String column;

    CustomerOrder(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
