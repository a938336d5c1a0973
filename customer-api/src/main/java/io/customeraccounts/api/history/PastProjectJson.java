package io.customeraccounts.api.history;

import io.customeraccounts.projections.pointintime.PastProject;
import io.customeraccounts.projections.projects.ProjectState;
import io.swagger.v3.oas.annotations.media.Schema;

/** A project as it was at a time. */
record PastProjectJson(@Schema(format = "uuid") String projectId, String identifier, String name, ProjectState state) {

    static PastProjectJson of(PastProject project) {
        return new PastProjectJson(project.id().toString(), project.identifier(), project.name(), project.state());
    }
}
