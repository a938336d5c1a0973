package io.customeraccounts.projections.access;

import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import java.util.Arrays;
import java.util.List;

/** Whose group lets them manage every project of the customer (rule: Projects). */
public final class Manage {

    private Manage() {}

    static boolean allowedTo(Group group) {
        return group.allows(Permission.EDIT_CUSTOMER);
    }

    static boolean allowedTo(Groups groups, GroupName name) {
        return groups.find(name).filter(Manage::allowedTo).isPresent();
    }

    /** In the order of their names. */
    public static List<GroupName> groups(Groups groups) {
        return Arrays.stream(CustomerKind.values())
                .flatMap(kind -> groups.of(kind).stream())
                .filter(Manage::allowedTo)
                .map(Group::name)
                .sorted((one, other) -> one.value().compareTo(other.value()))
                .toList();
    }
}
