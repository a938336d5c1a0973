package io.customeraccounts.domain.values;

/** What a project access means in the connected platforms. It gives no rights in this service (rule: Projects). */
public enum ProjectRole {
    /** Manages resources. */
    PROJECT_USER,
    /** Also changes the project's configuration in the platform. */
    PROJECT_ADMIN,
    /** Sees. */
    PROJECT_READER
}
