package io.customeraccounts.api.projects;

import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.LOCATION_NOT_ON_PROJECT;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_ENDED;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;
import static io.customeraccounts.api.security.Question.EDIT_PROJECTS;
import static io.customeraccounts.api.security.Question.EDIT_PROJECT_TAGS;
import static io.customeraccounts.api.security.Question.MANAGE_QUOTA;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.Field;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.project.ProjectCommand;
import io.customeraccounts.domain.project.ProjectCommand.SetProjectTags;
import io.customeraccounts.domain.project.ProjectCommand.SetQuota;
import io.customeraccounts.domain.project.ProjectRefusal.VersionMismatch;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.domain.values.Quota;
import io.customeraccounts.projections.projects.ProjectRow;
import io.customeraccounts.projections.projects.Projects;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What partners say of the projects of customers that they manage; tags, those who edit the projects say too. */
@Tag(name = "Projects")
@RestController
@RequestMapping(
        path = "/api/v1/customers/{customerId}/projects/{projectId}",
        produces = MediaType.APPLICATION_JSON_VALUE)
class TagsAndQuotasController {

    private final Permissions permissions;
    private final VisibleProjects visible;
    private final CommandTransaction commands;
    private final Projects projects;

    TagsAndQuotasController(
            Permissions permissions, VisibleProjects visible, CommandTransaction commands, Projects projects) {
        this.permissions = permissions;
        this.visible = visible;
        this.commands = commands;
        this.projects = projects;
    }

    @Operation(
            summary = "Mark a project with tags",
            description =
                    "All of them: those that are left out are taken away. The same again succeed and record nothing. A user of the partner that manages the customer needs the header Reason.")
    @MayAnswer({PROJECT_NOT_FOUND, PROJECT_ENDED, CUSTOMER_CLOSED, REASON_REQUIRED})
    @PutMapping(path = "/tags", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<ProjectJson> setTags(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            Write write,
            Body<SetTagsRequest> body) {
        var actor = whoTags(caller, customerId, projectId);
        var tags = tags(body.read());
        return perform(write, new SetProjectTags(customerId, projectId, actor, tags, write.expectedVersion()));
    }

    private Actor whoTags(Caller caller, CustomerId customerId, ProjectId projectId) {
        var rights = permissions.of(caller, customerId);
        if (rights.allows(EDIT_PROJECT_TAGS) && !rights.allows(EDIT_PROJECTS)) {
            var actor = rights.require(EDIT_PROJECT_TAGS);
            existing(customerId, projectId);
            return actor;
        }
        visible.require(EDIT_PROJECTS, caller, customerId, projectId);
        return rights.require(EDIT_PROJECTS);
    }

    private static List<ProjectTag> tags(SetTagsRequest request) {
        if (request.tags() == null) {
            throw Problem.malformed(FieldError.at("/tags", "missing"));
        }
        if (request.tags().size() > ProjectTag.MAX) {
            throw Problem.malformed(FieldError.at("/tags", "too-many").with("limit", ProjectTag.MAX));
        }
        var fields = new Fields();
        var read = new ArrayList<Field<ProjectTag>>();
        var names = new HashSet<String>();
        for (var tag : request.tags()) {
            var place = "/tags/" + read.size();
            var name = fields.required(place + "/name", tag == null ? null : tag.name(), text -> text);
            read.add(fields.required(
                    place + "/value",
                    tag == null ? null : tag.value(),
                    value -> ProjectTag.parse(name.orNull() == null ? "missing" : name.get(), value)));
            if (name.orNull() != null && !names.add(name.get())) {
                fields.invalid(place + "/name", new Fields.NotThis("given-twice"));
            }
        }
        fields.check();
        return read.stream().map(Field::get).toList();
    }

    @Operation(
            summary = "Say how much a project may use in a location",
            description =
                    "For users of the partner that manages the customer. Needs the header Reason. The same again succeeds and records nothing.")
    @MayAnswer({PROJECT_NOT_FOUND, LOCATION_NOT_ON_PROJECT, PROJECT_ENDED, CUSTOMER_CLOSED, REASON_REQUIRED})
    @PutMapping(path = "/locations/{location}/quota", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<ProjectJson> setQuota(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            @PathVariable LocationName location,
            Write write,
            Body<SetQuotaRequest> body) {
        var actor = permissions.require(MANAGE_QUOTA, caller, customerId);
        existing(customerId, projectId);
        var number = body.read().quota();
        if (number == null) {
            throw Problem.malformed(FieldError.at("/quota", "missing"));
        }
        if (number < 0 || number > Quota.MAX) {
            throw Problem.invalid(
                    FieldError.at("/quota", "not-a-number").with("min", 0).with("max", Quota.MAX));
        }
        return set(write, customerId, projectId, actor, location, new Quota(number));
    }

    @Operation(
            summary = "Say nothing any more of how much a project may use in a location",
            description = "For users of the partner that manages the customer. Needs the header Reason.")
    @MayAnswer({PROJECT_NOT_FOUND, LOCATION_NOT_ON_PROJECT, PROJECT_ENDED, CUSTOMER_CLOSED, REASON_REQUIRED})
    @DeleteMapping("/locations/{location}/quota")
    Answer<ProjectJson> removeQuota(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            @PathVariable LocationName location,
            Write write) {
        var actor = permissions.require(MANAGE_QUOTA, caller, customerId);
        existing(customerId, projectId);
        return set(write, customerId, projectId, actor, location, null);
    }

    private Answer<ProjectJson> set(
            Write write,
            CustomerId customerId,
            ProjectId projectId,
            Actor actor,
            LocationName location,
            @Nullable Quota quota) {
        return perform(write, new SetQuota(customerId, projectId, actor, location, quota, write.expectedVersion()));
    }

    private Answer<ProjectJson> perform(Write write, ProjectCommand command) {
        var projectId = command.projectId();
        return commands.send(
                write,
                command,
                () -> {
                    var row = existing(command.customerId(), projectId);
                    return Answer.ok(ProjectJson.withoutPayment(row)).version(row.version());
                },
                refusal -> refusal instanceof VersionMismatch
                        ? Map.of("current", ProjectJson.withoutPayment(existing(command.customerId(), projectId)))
                        : Map.of());
    }

    private ProjectRow existing(CustomerId customerId, ProjectId projectId) {
        return projects.find(customerId, projectId).orElseThrow(() -> Problem.of(PROJECT_NOT_FOUND));
    }
}
