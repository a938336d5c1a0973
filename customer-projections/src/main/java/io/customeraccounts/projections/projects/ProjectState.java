package io.customeraccounts.projections.projects;

/** Where a project stands. Only an active one gives access to anybody. */
public enum ProjectState {
    ACTIVE,
    /** Irrevocably; the connected systems still have something of it. */
    MARKED_FOR_DELETION,
    DELETED
}
