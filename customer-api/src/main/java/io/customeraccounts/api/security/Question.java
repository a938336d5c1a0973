package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Permission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of {@link Permissions}: the lines of both permission matrices. The answer comes from the caller's group in
 * the customer itself, or in the partner that manages it.
 */
public enum Question {
    VIEW_CUSTOMER(Permission.VIEW_CUSTOMER, true, Scope.CUSTOMERS_READ, Permission.LIST_MANAGED_CUSTOMERS),
    /** Rename it, and edit its general data. */
    EDIT_CUSTOMER(Permission.EDIT_CUSTOMER, false, Scope.CUSTOMERS_WRITE),
    /** See its general data; who may not edit them sees them masked. */
    READ_GENERAL_DATA(Permission.EDIT_CUSTOMER, true, Scope.CUSTOMERS_READ),
    CLOSE_CUSTOMER(Permission.EDIT_CUSTOMER, false, null),
    /** Have the confirmation mail sent again. */
    RESEND_CONFIRMATION(Permission.MANAGE_USERS, false, null),
    LIST_USER_NAMES(Permission.LIST_USER_NAMES, true, Scope.USERS_READ, Permission.ENTER_MANAGED_CUSTOMER),
    /** See addresses, groups and end dates too. */
    LIST_USERS(Permission.LIST_USERS, true, Scope.USERS_READ, Permission.ENTER_MANAGED_CUSTOMER),
    LIST_INVITATIONS(Permission.LIST_USERS, true, Scope.USERS_READ),
    /** Invite, amend, resend, cancel. */
    INVITE(Permission.MANAGE_USERS, false, Scope.INVITATIONS_WRITE),
    /** Change the group, set an end date. */
    MANAGE_USERS(Permission.MANAGE_USERS, false, Scope.USERS_WRITE),
    REMOVE_USER(Permission.MANAGE_USERS, false, Scope.USERS_WRITE, Permission.ADMINISTER_PEOPLE),
    /** The same of a user whose group itself manages users. */
    REMOVE_ADMIN(Permission.MANAGE_USERS, false, Scope.USERS_ADMIN, Permission.ADMINISTER_PEOPLE),
    /** To manage users where a group is involved that itself manages users, and inviting into such a group. */
    MANAGE_ADMINS(Permission.MANAGE_USERS, false, Scope.USERS_ADMIN),
    /** See all projects. */
    SEE_ALL_PROJECTS(Permission.LIST_ALL_PROJECTS, true, Scope.PROJECTS_READ, Permission.LIST_MANAGED_CUSTOMERS),
    /** See a project that one may know of. */
    SEE_PROJECT(Permission.LIST_ASSIGNED_PROJECTS, true, Scope.PROJECTS_READ, Permission.LIST_MANAGED_CUSTOMERS),
    /** See all projects, also deleted ones, and who may use and manage them. */
    LIST_PROJECTS(Permission.LIST_ALL_PROJECTS, true, Scope.PROJECTS_READ),
    /** See those that one is assigned to. */
    LIST_ASSIGNED_PROJECTS(Permission.LIST_ASSIGNED_PROJECTS, true, Scope.PROJECTS_READ),
    /** Create and change projects, assign users to them. */
    EDIT_PROJECTS(Permission.EDIT_CUSTOMER, false, Scope.PROJECTS_WRITE),
    DELETE_PROJECT(Permission.EDIT_CUSTOMER, false, null),
    LEAVE_CUSTOMER(Permission.LEAVE_CUSTOMER, false, null),
    /** Ask who may use or manage a project, and be told why. */
    ASK_ACCESS(Permission.LIST_USERS, true, Scope.ACCESS_READ),
    READ_HISTORY(Permission.READ_HISTORY, true, Scope.HISTORY_READ, Permission.READ_MANAGED_CUSTOMER_HISTORY),
    /** That of one project. */
    READ_PROJECT_HISTORY(Permission.READ_HISTORY, true, Scope.HISTORY_READ, Permission.READ_MANAGED_PROJECT_HISTORY),
    MANAGE_CLIENTS(Permission.MANAGE_CLIENTS, false, null),

    // Asked of a partner, or of a customer that it manages

    /** See which customers the partner manages, and their projects. */
    LIST_MANAGED_CUSTOMERS(Permission.LIST_MANAGED_CUSTOMERS, true),
    CREATE_MANAGED_CUSTOMER(Permission.CREATE_MANAGED_CUSTOMER, false),
    /** See the projects that are deleted. */
    LIST_DELETED_PROJECTS(Permission.READ_MANAGED_PROJECT_HISTORY, true),
    EDIT_PROJECT_TAGS(Permission.EDIT_PROJECT_TAGS, false),
    MANAGE_QUOTA(Permission.MANAGE_QUOTA, false),
    EXPORT_QUOTA(Permission.EXPORT_QUOTA, false),
    EXPORT_PROJECTS(Permission.EXPORT_PROJECTS, false),
    /** Add oneself to a managed customer, send its users a message. */
    ENTER_MANAGED_CUSTOMER(Permission.ENTER_MANAGED_CUSTOMER, false),
    /** List people over all managed customers, delete a user, download what is stored about one. */
    ADMINISTER_PEOPLE(Permission.ADMINISTER_PEOPLE, false);

    private final Permission permission;
    private final boolean auditors;
    private final @Nullable Scope scope;
    private final @Nullable Permission overManaged;

    /** Of a customer, for its own users. */
    Question(Permission permission, boolean auditors, @Nullable Scope scope) {
        this(permission, auditors, scope, null);
    }

    /** What partners do. */
    Question(Permission permission, boolean auditors) {
        this(permission, auditors, null, permission);
    }

    Question(Permission permission, boolean auditors, @Nullable Scope scope, @Nullable Permission overManaged) {
        this.permission = permission;
        this.auditors = auditors;
        this.scope = scope;
        this.overManaged = overManaged;
    }

    /** What the group of a user must allow. */
    public Permission permission() {
        return permission;
    }

    /** What the group of a partner's user must allow, if the customer is one that the partner manages; empty if none may. */
    public Optional<Permission> overManaged() {
        return Optional.ofNullable(overManaged);
    }

    /**
     * Whether operators may, in every customer: all but to be one of its users, to make programs of it, and what partners do
     * with people.
     */
    public boolean operators() {
        return switch (this) {
            case LEAVE_CUSTOMER, MANAGE_CLIENTS, ENTER_MANAGED_CUSTOMER, ADMINISTER_PEOPLE -> false;
            default -> true;
        };
    }

    /** Whether auditors may, in every customer. */
    public boolean auditors() {
        return auditors;
    }

    /** What a service client needs; empty if no client ever may. */
    public Optional<Scope> scope() {
        return Optional.ofNullable(scope);
    }
}
