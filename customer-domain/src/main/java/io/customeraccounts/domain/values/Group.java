package io.customeraccounts.domain.values;

import java.util.Set;

/**
 * What a user may do in a customer: a role, not a set of people. Groups are data; further ones can be added without a
 * change of code.
 *
 * @param kind the kind of customer whose users may have the group
 * @param shipped whether it comes with the product, and can therefore be neither changed nor deleted
 */
public record Group(GroupName name, CustomerKind kind, Set<Permission> permissions, boolean shipped) {

    public Group {
        permissions = Set.copyOf(permissions);
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }
}
