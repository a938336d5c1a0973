package io.customeraccounts.projections.access;

/** What somebody may do with a project; two questions that do not answer each other (rule: Projects). */
public enum Action {
    /** Work with its resources: from a grant only. */
    USE,
    /** Edit and delete it, and say who may use it: from the group. */
    MANAGE
}
