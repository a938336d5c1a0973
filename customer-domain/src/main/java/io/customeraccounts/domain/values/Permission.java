package io.customeraccounts.domain.values;

/**
 * One thing that a group may allow. Decisions ask for permissions, never for a group's name (rule: Groups and users).
 *
 * <p>The first block is about the user's own customer, the second (from {@link #LIST_MANAGED_CUSTOMERS}) about the
 * customers that a partner manages.
 */
public enum Permission {
    VIEW_CUSTOMER,
    /** Rename, edit general data, create, edit and delete projects, assign users to them, close the customer. */
    EDIT_CUSTOMER,
    /** See names, e-mail addresses, groups and end dates of the users, and the pending invitations. */
    LIST_USERS,
    /** See the users' names and nothing else of them. */
    LIST_USER_NAMES,
    /** Invite, amend, resend, cancel, change group, set an end date, remove. Who has it counts as an admin. */
    MANAGE_USERS,
    LEAVE_CUSTOMER,
    LIST_ALL_PROJECTS,
    LIST_ASSIGNED_PROJECTS,
    READ_HISTORY,
    /** Create and revoke service clients and webhooks. */
    MANAGE_CLIENTS,

    LIST_MANAGED_CUSTOMERS,
    CREATE_MANAGED_CUSTOMER,
    READ_MANAGED_PROJECT_HISTORY,
    EDIT_PROJECT_TAGS,
    MANAGE_QUOTA,
    EXPORT_QUOTA,
    EXPORT_PROJECTS,
    /** List the users of a managed customer, add oneself to it, send its users a message. */
    ENTER_MANAGED_CUSTOMER,
    /** List people over all managed customers, delete a user, download what is stored about a user. */
    ADMINISTER_PEOPLE,
    READ_MANAGED_CUSTOMER_HISTORY;

    /** Whether it is about the customers that a partner manages, and nothing for a group of a customer that is none. */
    public boolean isOverManagedCustomers() {
        return compareTo(LIST_MANAGED_CUSTOMERS) >= 0;
    }
}
