package io.customeraccounts.domain.values;

import static io.customeraccounts.domain.values.Groups.CUSTOMER_ADMIN;
import static io.customeraccounts.domain.values.Groups.CUSTOMER_EMPLOYEE;
import static io.customeraccounts.domain.values.Permission.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The groups that come with the product, and cannot be changed. */
final class ShippedGroups implements Groups {

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

    static final ShippedGroups INSTANCE = new ShippedGroups();

    private final List<Group> groups = List.of(
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

    private final Map<GroupName, Group> byName =
            groups.stream().collect(Collectors.toUnmodifiableMap(Group::name, Function.identity()));

    private ShippedGroups() {}

    @Override
    public Optional<Group> find(GroupName name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<Group> of(CustomerKind kind) {
        return groups.stream().filter(group -> group.kind() == kind).toList();
    }

    private static Group partner(String name, Set<Permission> own, Permission... overManagedCustomers) {
        var permissions = EnumSet.copyOf(own);
        permissions.addAll(List.of(overManagedCustomers));
        return new Group(new GroupName(name), CustomerKind.PARTNER, permissions, true);
    }
}
