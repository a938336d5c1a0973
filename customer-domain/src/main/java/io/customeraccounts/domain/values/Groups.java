package io.customeraccounts.domain.values;

import java.util.List;
import java.util.Optional;

/** The groups of this installation, found by name. */
public interface Groups {

    GroupName CUSTOMER_ADMIN = new GroupName("CUSTOMER_ADMIN");
    GroupName CUSTOMER_EMPLOYEE = new GroupName("CUSTOMER_EMPLOYEE");

    GroupName PARTNER_ADMIN = new GroupName("PARTNER_ADMIN");
    GroupName PARTNER_EMPLOYEE = new GroupName("PARTNER_EMPLOYEE");

    /** The eight groups that come with the product: two of a customer, six of a partner. */
    static Groups shipped() {
        return ShippedGroups.INSTANCE;
    }

    Optional<Group> find(GroupName name);

    /** The groups that users of such a customer may have: those that ship, in the order of the rules, before others. */
    List<Group> of(CustomerKind kind);

    /** The shipped group of whoever administers such a customer. */
    static GroupName admin(CustomerKind kind) {
        return switch (kind) {
            case CUSTOMER -> CUSTOMER_ADMIN;
            case PARTNER -> PARTNER_ADMIN;
        };
    }

    /** The shipped group of everyone else in such a customer, unless another one is chosen. */
    static GroupName employee(CustomerKind kind) {
        return switch (kind) {
            case CUSTOMER -> CUSTOMER_EMPLOYEE;
            case PARTNER -> PARTNER_EMPLOYEE;
        };
    }
}
