package io.customeraccounts.api.faults;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What groups allow, as far as tables depend on it: those that ship, and those that operators have added. */
final class Groups {

    private final Set<String> admins = new HashSet<>(List.of("CUSTOMER_ADMIN", "PARTNER_ADMIN"));
    private final Set<String> admitted = new HashSet<>(List.of("PARTNER_ADMIN", "PARTNER_EMPLOYEE"));

    void apply(Event event) {
        if (event.type().equals("group.added")) {
            if (event.list("permissions").contains("MANAGE_USERS")) {
                admins.add(event.text("group"));
            }
            if (event.list("permissions").contains("ENTER_MANAGED_CUSTOMER")) {
                admitted.add(event.text("group"));
            }
        }
    }

    /** Manages users. */
    boolean isAdmin(String group) {
        return admins.contains(group);
    }

    /** May add themself to managed customers. */
    boolean admits(String group) {
        return admitted.contains(group);
    }
}
