package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.Permission.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The groups of this installation, found by name. */
public final class Groups {

    public static final GroupName CUSTOMER_ADMIN = new GroupName("CUSTOMER_ADMIN");
    public static final GroupName CUSTOMER_EMPLOYEE = new GroupName("CUSTOMER_EMPLOYEE");

    public static final GroupName PARTNER_ADMIN = new GroupName("PARTNER_ADMIN");
    public static final GroupName PARTNER_EMPLOYEE = new GroupName("PARTNER_EMPLOYEE");

    private static final Set<Permission> ADMIN = EnumSet.of(
            VIEW_CUSTOMER,
            EDIT_CUSTOMER,
            LIST_USERS,
            LIST_USER_NAMES,
            MANAGE_USERS,
            LEAVE_CUSTOMER,
            LIST_ALL_PROJECTS,
            LIST_ASSIGNED_PROJECTS,
            READ_HISTORY,
            MANAGE_CLIENTS);
    private static final Set<Permission> EMPLOYEE =
            EnumSet.of(VIEW_CUSTOMER, LIST_USER_NAMES, LEAVE_CUSTOMER, LIST_ASSIGNED_PROJECTS);

    private static final List<Group> SHIPPED = List.of(
            new Group(CUSTOMER_ADMIN, CustomerKind.CUSTOMER, ADMIN, true),
            new Group(CUSTOMER_EMPLOYEE, CustomerKind.CUSTOMER, EMPLOYEE, true),
            partner(
                    "PARTNER_ADMIN",
                    ADMIN,
                    LIST_MANAGED_CUSTOMERS,
                    CREATE_MANAGED_CUSTOMER,
                    READ_MANAGED_PROJECT_HISTORY,
                    EDIT_PROJECT_TAGS,
                    MANAGE_QUOTA,
                    EXPORT_QUOTA,
                    EXPORT_PROJECTS,
                    ENTER_MANAGED_CUSTOMER,
                    ADMINISTER_PEOPLE,
                    READ_MANAGED_CUSTOMER_HISTORY),
            partner(
                    "PARTNER_EMPLOYEE",
                    EMPLOYEE,
                    LIST_MANAGED_CUSTOMERS,
                    CREATE_MANAGED_CUSTOMER,
                    READ_MANAGED_PROJECT_HISTORY,
                    EDIT_PROJECT_TAGS,
                    MANAGE_QUOTA,
                    EXPORT_QUOTA,
                    EXPORT_PROJECTS,
                    ENTER_MANAGED_CUSTOMER,
                    ADMINISTER_PEOPLE,
                    READ_MANAGED_CUSTOMER_HISTORY),
            partner(
                    "PLATFORM_OPERATOR",
                    EMPLOYEE,
                    LIST_MANAGED_CUSTOMERS,
                    READ_MANAGED_PROJECT_HISTORY,
                    EDIT_PROJECT_TAGS,
                    MANAGE_QUOTA,
                    EXPORT_QUOTA),
            partner("CONTROLLER", EMPLOYEE, LIST_MANAGED_CUSTOMERS, EDIT_PROJECT_TAGS, EXPORT_QUOTA, EXPORT_PROJECTS),
            partner("OPS_SUPPORT", EMPLOYEE, LIST_MANAGED_CUSTOMERS, READ_MANAGED_PROJECT_HISTORY, MANAGE_QUOTA),
            partner("ONBOARDING_SUPPORT", EMPLOYEE, LIST_MANAGED_CUSTOMERS, READ_MANAGED_PROJECT_HISTORY));

    private final List<Group> groups;
    private final Map<GroupName, Group> byName;

    private Groups(List<Group> groups) {
        this.groups = groups;
        byName = groups.stream().collect(Collectors.toUnmodifiableMap(Group::name, Function.identity()));
    }

    /** The eight groups that come with the product: two of a customer, six of a partner. */
    public static Groups shipped() {
        return new Groups(SHIPPED);
    }

    public Optional<Group> find(GroupName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The groups that users of such a customer may have, in the order of their definition. */
    public List<Group> of(CustomerKind kind) {
        return groups.stream().filter(group -> group.kind() == kind).toList();
    }

    /** The shipped group of whoever administers such a customer. */
    public static GroupName admin(CustomerKind kind) {
        return switch (kind) {
            case CUSTOMER -> CUSTOMER_ADMIN;
            case PARTNER -> PARTNER_ADMIN;
        };
    }

    /** The shipped group of everyone else in such a customer, unless another one is chosen. */
    public static GroupName employee(CustomerKind kind) {
        return switch (kind) {
            case CUSTOMER -> CUSTOMER_EMPLOYEE;
            case PARTNER -> PARTNER_EMPLOYEE;
        };
    }

    private static Group partner(String name, Set<Permission> own, Permission... overManagedCustomers) {
        var permissions = EnumSet.copyOf(own);
        permissions.addAll(List.of(overManagedCustomers));
        return new Group(new GroupName(name), CustomerKind.PARTNER, permissions, true);
    }
}
