package io.customeraccounts.api.invitations;

import static java.util.stream.Collectors.toSet;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.Field;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.projects.ProjectRow;
import io.customeraccounts.projections.projects.ProjectState;
import io.customeraccounts.projections.projects.Projects;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads which access to projects an invitation is to promise. */
@Component
class Planning {

    private static final String POINTER = "/plannedAccess";

    private final Projects projects;
    private final Clock clock;

    Planning(Projects projects, Clock clock) {
        this.projects = projects;
        this.clock = clock;
    }

    private record Line(Field<ProjectId> projectId, Field<ProjectRole> role, Field<Instant> endsAt) {}

    /**
     * The plan, to be asked for once the fields are checked.
     *
     * @param fields collects what is wrong: also projects that are not active ones of the customer, or named twice
     * @throws Problem if there are too many
     */
    Supplier<List<PlannedAccess>> read(
            CustomerId customerId, List<@Nullable PlannedAccessRequest> request, Fields fields) {
        if (request.size() > PlannedAccess.MAX) {
            throw Problem.malformed(FieldError.at(POINTER, "too-many").with("limit", PlannedAccess.MAX));
        }
        var lines = new ArrayList<Line>();
        for (var access : request) {
            lines.add(line(POINTER + "/" + lines.size(), access, fields));
        }
        refuseOthers(customerId, lines, fields);
        return () -> lines.stream()
                .map(line -> new PlannedAccess(
                        line.projectId().get(), line.role().get(), line.endsAt().orNull()))
                .toList();
    }

    private Line line(String pointer, @Nullable PlannedAccessRequest access, Fields fields) {
        var given = access == null ? new PlannedAccessRequest(null, null, null) : access;
        var endsAt = fields.optional(pointer + "/endsAt", given.endsAt(), Times::parse);
        if (endsAt.orNull() != null && !endsAt.get().isAfter(clock.instant())) {
            fields.invalid(pointer + "/endsAt", new NotThis("end-past"));
        }
        return new Line(
                fields.required(pointer + "/projectId", given.projectId(), Fields.id(ProjectId::parse)),
                fields.required(
                        pointer + "/role", given.role(), Fields.constant(ProjectRole.class, new NotThis("not-a-role"))),
                endsAt);
    }

    private void refuseOthers(CustomerId customerId, List<Line> lines, Fields fields) {
        var active = active(
                customerId,
                lines.stream()
                        .map(line -> line.projectId().orNull())
                        .filter(Objects::nonNull)
                        .collect(toSet()));
        var named = new HashSet<ProjectId>();
        for (var i = 0; i < lines.size(); i++) {
            var projectId = lines.get(i).projectId().orNull();
            if (projectId != null && !active.contains(projectId)) {
                fields.invalid(POINTER + "/" + i + "/projectId", new NotThis("project-unknown"));
            } else if (projectId != null && !named.add(projectId)) {
                fields.invalid(POINTER + "/" + i + "/projectId", new NotThis("project-twice"));
            }
        }
    }

    private Set<ProjectId> active(CustomerId customerId, Set<ProjectId> ids) {
        return projects.find(ids).stream()
                .filter(project -> project.customerId().equals(customerId) && project.state() == ProjectState.ACTIVE)
                .map(ProjectRow::id)
                .collect(toSet());
    }
}
