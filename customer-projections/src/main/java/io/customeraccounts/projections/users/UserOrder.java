package io.customeraccounts.projections.users;

/** What the users of a customer can be ordered by; those who are equal in it, by their names. */
public enum UserOrder {
    NAME("by_name"),
    EMAIL("by_email"),
    /** By the group's name. */
    GROUP("by_group"),
    /** By the time at which the membership began. */
    JOINED("by_joined");

    private final String column;

    UserOrder(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
