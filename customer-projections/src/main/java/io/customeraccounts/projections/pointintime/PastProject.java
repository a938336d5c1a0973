package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.projects.ProjectState;

/** A project as it was at a time. */
public record PastProject(ProjectId id, String identifier, String name, ProjectState state) {}
