package io.customeraccounts.api.projects;

import static io.customeraccounts.api.problems.ProblemType.BILLING_ADDRESS_REQUIRED;
import static io.customeraccounts.api.problems.ProblemType.CARD_NUMBER_NOT_ALLOWED;
import static io.customeraccounts.api.problems.ProblemType.CONFIRMATION_MISMATCH;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_RESTRICTED;
import static io.customeraccounts.api.problems.ProblemType.IDENTIFIER_TAKEN;
import static io.customeraccounts.api.problems.ProblemType.LOCATION_NOT_AVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.LOCATION_NOT_REMOVABLE;
import static io.customeraccounts.api.problems.ProblemType.PAYMENT_METHOD_REQUIRED;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_ENDED;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.RESOURCES_REMAIN;
import static io.customeraccounts.api.problems.ProblemType.RESOURCE_STATUS_UNKNOWN;
import static io.customeraccounts.api.security.Question.DELETE_PROJECT;
import static io.customeraccounts.api.security.Question.EDIT_PROJECTS;
import static io.customeraccounts.api.security.Question.LIST_DELETED_PROJECTS;
import static io.customeraccounts.api.security.Question.LIST_PROJECTS;
import static io.customeraccounts.api.security.Question.SEE_PROJECT;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.Field;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.http.SystemsJson;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.project.ProjectCommand;
import io.customeraccounts.domain.project.ProjectCommand.AddLocation;
import io.customeraccounts.domain.project.ProjectCommand.ChangeProjectPayment;
import io.customeraccounts.domain.project.ProjectCommand.CreateProject;
import io.customeraccounts.domain.project.ProjectCommand.DeleteProject;
import io.customeraccounts.domain.project.ProjectCommand.RemoveLocation;
import io.customeraccounts.domain.project.ProjectCommand.RenameProject;
import io.customeraccounts.domain.project.ProjectRefusal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectName;
import io.customeraccounts.projections.projects.ProjectFilter;
import io.customeraccounts.projections.projects.ProjectRow;
import io.customeraccounts.projections.projects.ProjectState;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.systems.Confirmations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Projects")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/projects", produces = MediaType.APPLICATION_JSON_VALUE)
class ProjectsController {

    private static final int MAX_LOCATIONS = 50;

    private final Permissions permissions;
    private final VisibleProjects visible;
    private final CommandTransaction commands;
    private final Projects projects;
    private final Confirmations confirmations;

    ProjectsController(
            Permissions permissions,
            VisibleProjects visible,
            CommandTransaction commands,
            Projects projects,
            Confirmations confirmations) {
        this.permissions = permissions;
        this.visible = visible;
        this.commands = commands;
        this.projects = projects;
        this.confirmations = confirmations;
    }

    @Parameter(
            in = QUERY,
            name = "search",
            description = "Part of the name or the identifier, without regard to case.",
            example = "port")
    @Parameter(
            in = QUERY,
            name = "state",
            description = "Only those in this state; all that are not deleted if absent.",
            schema = @Schema(implementation = ProjectState.class))
    @Operation(
            summary = "List projects",
            description = "By name. Employees get those that they are assigned to now, without how they are paid for.")
    @MayAnswer(CARD_NUMBER_NOT_ALLOWED)
    @GetMapping
    Answer<PageJson<ProjectJson>> list(Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        var rights = permissions.of(caller, customerId);
        var only = visible.onlyOf(caller, rights, customerId);
        var states = query.find("state", ProjectState.class)
                .<Set<ProjectState>>map(Set::of)
                .orElse(EnumSet.of(ProjectState.ACTIVE, ProjectState.MARKED_FOR_DELETION));
        if (only == null && states.contains(ProjectState.DELETED) && !VisibleProjects.seesDeleted(rights)) {
            rights.require(LIST_DELETED_PROJECTS);
        }
        var filter = new ProjectFilter(states, only, false, query.text("search").orElse(null));
        return PageJson.of(
                paging,
                request -> projects.page(customerId, filter, request),
                rights.allows(LIST_PROJECTS) ? ProjectJson::of : ProjectJson::withoutPayment);
    }

    @Operation(
            summary = "Create a project",
            description =
                    "It needs a payment method and a billing address of the customer. The identifier never changes.")
    @MayAnswer({
        IDENTIFIER_TAKEN,
        PAYMENT_METHOD_REQUIRED,
        BILLING_ADDRESS_REQUIRED,
        LOCATION_NOT_AVAILABLE,
        CUSTOMER_RESTRICTED,
        CUSTOMER_PENDING_CONFIRMATION,
        CUSTOMER_CLOSED
    })
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<ProjectJson> create(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<CreateProjectRequest> body) {
        var actor = permissions.require(EDIT_PROJECTS, caller, customerId);
        var request = body.read();
        var fields = new Fields();
        var identifier = fields.required("/identifier", request.identifier(), Identifier::ofProject);
        var name = fields.required("/name", request.name(), ProjectName::new);
        var paymentMethod =
                fields.optional("/paymentMethodId", request.paymentMethodId(), Fields.id(PaymentMethodId::parse));
        var billingAddress =
                fields.optional("/billingAddressId", request.billingAddressId(), Fields.id(BillingAddressId::parse));
        var locations = locations(request.locations(), fields);
        fields.check();
        var projectId = Ids.newProject();
        return commands.perform(write, sender -> {
            sender.send(new CreateProject(
                    customerId,
                    projectId,
                    actor,
                    identifier.get(),
                    name.get(),
                    paymentMethod.orNull(),
                    billingAddress.orNull(),
                    locations.stream().map(Field::get).toList()));
            return () -> {
                var row = existing(customerId, projectId);
                return Answer.created(location(row), ProjectJson.of(row)).version(row.version());
            };
        });
    }

    private static List<Field<LocationName>> locations(@Nullable List<@Nullable String> texts, Fields fields) {
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > MAX_LOCATIONS) {
            throw Problem.malformed(FieldError.at("/locations", "too-many").with("limit", MAX_LOCATIONS));
        }
        var locations = new ArrayList<Field<LocationName>>();
        for (var text : texts) {
            locations.add(fields.required("/locations/" + locations.size(), text, LocationName::parse));
        }
        return locations;
    }

    private static URI location(ProjectRow row) {
        return URI.create("/api/v1/customers/" + row.customerId() + "/projects/" + row.id());
    }

    @Operation(summary = "Show a project")
    @MayAnswer({PROJECT_NOT_FOUND})
    @GetMapping("/{projectId}")
    Answer<ProjectJson> show(Caller caller, @PathVariable CustomerId customerId, @PathVariable ProjectId projectId) {
        var row = visible.require(SEE_PROJECT, caller, customerId, projectId);
        var all = permissions.of(caller, customerId).allows(LIST_PROJECTS);
        if (!all) {
            return Answer.ok(ProjectJson.withoutPayment(row)).version(row.version());
        }
        var systems = SystemsJson.of(confirmations.ofProject(projectId));
        return Answer.ok(ProjectJson.of(row, systems)).version(row.version(), systems);
    }

    @Operation(
            summary = "Change a project",
            description =
                    "The name, the payment method, the billing address, or several at once. The same values again succeed and record nothing.")
    @MayAnswer({PROJECT_NOT_FOUND, PAYMENT_METHOD_REQUIRED, BILLING_ADDRESS_REQUIRED, PROJECT_ENDED, CUSTOMER_CLOSED})
    @PatchMapping(path = "/{projectId}", consumes = "application/merge-patch+json")
    Answer<ProjectJson> change(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            Write write,
            Body<ChangeProjectRequest> body) {
        var actor = visible.actor(EDIT_PROJECTS, caller, customerId, projectId);
        var request = body.read();
        var fields = new Fields();
        var name = fields.patched("/name", request.name(), ProjectName::new);
        var paymentMethod =
                fields.patched("/paymentMethodId", request.paymentMethodId(), Fields.id(PaymentMethodId::parse));
        var billingAddress =
                fields.patched("/billingAddressId", request.billingAddressId(), Fields.id(BillingAddressId::parse));
        fields.check();
        var expected = write.expectedVersion();
        var paid = paymentMethod.orNull() != null || billingAddress.orNull() != null;
        return commands.perform(
                write,
                sender -> {
                    if (paid) {
                        sender.send(new ChangeProjectPayment(
                                customerId,
                                projectId,
                                actor,
                                paymentMethod.orNull(),
                                billingAddress.orNull(),
                                expected));
                    }
                    if (name.orNull() != null) {
                        // If the payment has just been changed, so has the version, by ourselves.
                        var own = paid ? null : expected;
                        sender.send(new RenameProject(customerId, projectId, actor, name.get(), own));
                    }
                    return () -> shown(customerId, projectId);
                },
                currentIfChanged(customerId, projectId));
    }

    @Parameter(
            in = QUERY,
            name = "confirmation",
            required = true,
            description = "The identifier of the project, typed by whoever deletes it.",
            example = "portal")
    @Parameter(
            in = QUERY,
            name = "previewVersion",
            description = "Of the preview that you have seen: refused if anything else would come of it by now.",
            schema = @Schema(implementation = String.class))
    @Operation(
            summary = "Delete a project",
            description =
                    "For good: all access to it ends at once. It stays marked for deletion until connected systems have nothing left of it. Refused while something is there.")
    @MayAnswer({
        PROJECT_NOT_FOUND,
        CONFIRMATION_MISMATCH,
        RESOURCES_REMAIN,
        RESOURCE_STATUS_UNKNOWN,
        PROJECT_ENDED,
        CUSTOMER_CLOSED
    })
    @DeleteMapping("/{projectId}")
    Answer<Void> delete(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            Query query,
            Write write) {
        var actor = visible.actor(DELETE_PROJECT, caller, customerId, projectId);
        var confirmation = query.find("confirmation")
                .orElseThrow(() -> Problem.malformed(FieldError.parameter("confirmation", "missing")));
        return commands.send(
                write,
                new DeleteProject(
                        customerId, projectId, actor, confirmation, write.expectedVersion(), query.previewVersion()),
                Answer::noContent,
                currentIfChanged(customerId, projectId));
    }

    @Operation(summary = "Add a location", description = "The same location again succeeds and records nothing.")
    @MayAnswer({PROJECT_NOT_FOUND, LOCATION_NOT_AVAILABLE, PROJECT_ENDED, CUSTOMER_CLOSED})
    @PutMapping("/{projectId}/locations/{location}")
    Answer<ProjectJson> addLocation(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            @PathVariable LocationName location,
            Write write) {
        var actor = visible.actor(EDIT_PROJECTS, caller, customerId, projectId);
        return changed(write, new AddLocation(customerId, projectId, actor, location));
    }

    @Operation(
            summary = "Remove a location",
            description =
                    "Refused while resources remain there. One that the project is not in succeeds and records nothing.")
    @MayAnswer({
        PROJECT_NOT_FOUND,
        LOCATION_NOT_REMOVABLE,
        RESOURCES_REMAIN,
        RESOURCE_STATUS_UNKNOWN,
        PROJECT_ENDED,
        CUSTOMER_CLOSED
    })
    @DeleteMapping("/{projectId}/locations/{location}")
    Answer<ProjectJson> removeLocation(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            @PathVariable LocationName location,
            Write write) {
        var actor = visible.actor(EDIT_PROJECTS, caller, customerId, projectId);
        return changed(write, new RemoveLocation(customerId, projectId, actor, location));
    }

    private Answer<ProjectJson> changed(Write write, ProjectCommand command) {
        var customerId = command.customerId();
        var projectId = command.projectId();
        return commands.performIfUnchanged(
                write,
                sender -> {
                    sender.send(command);
                    return () -> shown(customerId, projectId);
                },
                () -> existing(customerId, projectId).version(),
                currentIfChanged(customerId, projectId));
    }

    private Answer<ProjectJson> shown(CustomerId customerId, ProjectId projectId) {
        var row = existing(customerId, projectId);
        return Answer.ok(ProjectJson.of(row)).version(row.version());
    }

    private ProjectRow existing(CustomerId customerId, ProjectId projectId) {
        return projects.find(customerId, projectId).orElseThrow(() -> Problem.of(PROJECT_NOT_FOUND));
    }

    private Function<Refusal, Map<String, ?>> currentIfChanged(CustomerId customerId, ProjectId projectId) {
        return refusal ->
                refusal instanceof ProjectRefusal.VersionMismatch || refusal instanceof CustomerRefusal.VersionMismatch
                        ? Map.of("current", ProjectJson.of(existing(customerId, projectId)))
                        : Map.of();
    }
}
