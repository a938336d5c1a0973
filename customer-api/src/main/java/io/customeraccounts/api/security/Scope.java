package io.customeraccounts.api.security;

import java.util.Arrays;
import java.util.Optional;

/** What a service client may be allowed, each for its own customer only. */
public enum Scope {
    CUSTOMERS_READ("customers:read"),
    CUSTOMERS_WRITE("customers:write"),
    USERS_READ("users:read"),
    USERS_WRITE("users:write"),
    /** Invite into, change to and remove from a group that manages users; on top of the scope for the act itself. */
    USERS_ADMIN("users:admin"),
    INVITATIONS_WRITE("invitations:write"),
    PROJECTS_READ("projects:read"),
    /** Create, change, assign and unassign; deleting never. */
    PROJECTS_WRITE("projects:write"),
    /** Ask who may use or manage a project, and why. */
    ACCESS_READ("access:read"),
    HISTORY_READ("history:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As in tokens and JSON (RFC 6749 section 3.3). */
    public String text() {
        return text;
    }

    public static Optional<Scope> find(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
