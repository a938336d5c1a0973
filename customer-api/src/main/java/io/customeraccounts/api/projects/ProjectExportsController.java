package io.customeraccounts.api.projects;

import static io.customeraccounts.api.security.Question.EXPORT_PROJECTS;
import static io.customeraccounts.api.security.Question.EXPORT_QUOTA;
import static io.customeraccounts.api.security.Question.LIST_MANAGED_CUSTOMERS;
import static java.util.stream.Collectors.joining;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Csv;
import io.customeraccounts.api.http.JsonStream;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.projections.projects.ProjectExport;
import io.customeraccounts.projections.projects.ProjectExport.ExportedProject;
import io.customeraccounts.projections.projects.ProjectExport.ExportedQuota;
import io.customeraccounts.projections.projects.ProjectState;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** All projects of all customers that a partner manages, sent while they are read. */
@Tag(name = "Partners")
@RestController
@RequestMapping("/api/v1/customers/{customerId}")
class ProjectExportsController {

    private final Permissions permissions;
    private final ProjectExport export;
    private final JsonMapper json;

    ProjectExportsController(Permissions permissions, ProjectExport export, JsonMapper json) {
        this.permissions = permissions;
        this.export = export;
        this.json = json;
    }

    @Schema(name = "ExportedProjects")
    record ExportedProjectsJson(List<ExportedProjectJson> items) {}

    @Schema(name = "ExportedProject")
    record ExportedProjectJson(
            UUID customerId,
            @Schema(example = "acme") String customerIdentifier,
            @Schema(example = "ACME GmbH") String customerName,
            UUID projectId,
            @Schema(example = "portal") String identifier,
            @Schema(example = "Customer portal") String name,
            ProjectState state,
            Instant createdAt,
            List<ProjectJson.TagJson> tags) {

        static ExportedProjectJson of(ExportedProject project) {
            return new ExportedProjectJson(
                    project.customerId().value(),
                    project.customerIdentifier(),
                    project.customerName(),
                    project.projectId().value(),
                    project.identifier(),
                    project.name(),
                    project.state(),
                    project.createdAt(),
                    project.tags().stream()
                            .map(tag -> new ProjectJson.TagJson(tag.name(), tag.value()))
                            .toList());
        }
    }

    @Operation(
            summary = "List projects of managed customers",
            description =
                    "Of all customers that the partner manages, customer by customer, without those that are deleted. A page may have fewer than it could although more follow.")
    @GetMapping(path = "/managed-projects", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<PageJson<ExportedProjectJson>> list(Caller caller, @PathVariable CustomerId customerId, Paging paging) {
        permissions.require(LIST_MANAGED_CUSTOMERS, caller, customerId);
        return PageJson.of(paging, request -> export.page(customerId, request), ExportedProjectJson::of);
    }

    @Operation(
            summary = "Export projects",
            description =
                    "Of all customers that the partner manages, customer by customer, without those that are deleted. With Accept: text/csv as a file for spreadsheets.")
    @ApiResponse(
            responseCode = "200",
            description = "All of them.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ExportedProjectsJson.class)),
                @Content(
                        mediaType = Csv.MEDIA_TYPE,
                        schema = @Schema(type = "string", example = "customerId,project\r\n0193584e,portal\r\n"))
            })
    @GetMapping(path = "/exports/projects", produces = MediaType.APPLICATION_JSON_VALUE)
    void projects(Caller caller, @PathVariable CustomerId customerId, HttpServletResponse response) throws IOException {
        permissions.require(EXPORT_PROJECTS, caller, customerId);
        try (var list = JsonStream.to(response, json)) {
            export.projects(customerId, project -> list.item(ExportedProjectJson.of(project)));
            list.end();
        }
    }

    /** Described with {@link #projects}: for OpenAPI both are one. */
    @Hidden
    @GetMapping(path = "/exports/projects", produces = Csv.MEDIA_TYPE)
    void projectsFile(Caller caller, @PathVariable CustomerId customerId, HttpServletResponse response)
            throws IOException {
        permissions.require(EXPORT_PROJECTS, caller, customerId);
        try (var csv = Csv.to(
                response,
                "projects.csv",
                "customerId",
                "customerIdentifier",
                "customerName",
                "projectId",
                "identifier",
                "name",
                "state",
                "createdAt",
                "tags")) {
            export.projects(
                    customerId,
                    project -> csv.row(
                            project.customerId(),
                            project.customerIdentifier(),
                            project.customerName(),
                            project.projectId(),
                            project.identifier(),
                            project.name(),
                            project.state(),
                            project.createdAt(),
                            text(project.tags())));
        }
    }

    private static String text(List<ProjectTag> tags) {
        return tags.stream().map(tag -> tag.name() + "=" + tag.value()).collect(joining("; "));
    }

    @Schema(name = "ExportedQuotas")
    record ExportedQuotasJson(List<ExportedQuotaJson> items) {}

    @Schema(name = "ExportedQuota")
    record ExportedQuotaJson(
            UUID customerId,
            @Schema(example = "acme") String customerIdentifier,
            UUID projectId,
            @Schema(example = "portal") String identifier,
            @Schema(example = "eu-de-central") String location,
            @Schema(example = "40") long quota) {

        static ExportedQuotaJson of(ExportedQuota row) {
            var project = row.project();
            return new ExportedQuotaJson(
                    project.customerId().value(),
                    project.customerIdentifier(),
                    project.projectId().value(),
                    project.identifier(),
                    row.location().value(),
                    row.quota());
        }
    }

    @Operation(
            summary = "Export quotas",
            description =
                    "Of all projects of all customers that the partner manages, customer by customer; locations of which nothing is said are left out. With Accept: text/csv as a file for spreadsheets.")
    @ApiResponse(
            responseCode = "200",
            description = "All of them.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ExportedQuotasJson.class)),
                @Content(
                        mediaType = Csv.MEDIA_TYPE,
                        schema = @Schema(type = "string", example = "identifier,location,quota\r\nportal,eu-de,40\r\n"))
            })
    @GetMapping(path = "/exports/quotas", produces = MediaType.APPLICATION_JSON_VALUE)
    void quotas(Caller caller, @PathVariable CustomerId customerId, HttpServletResponse response) throws IOException {
        permissions.require(EXPORT_QUOTA, caller, customerId);
        try (var list = JsonStream.to(response, json)) {
            export.quotas(customerId, quota -> list.item(ExportedQuotaJson.of(quota)));
            list.end();
        }
    }

    /** Described with {@link #quotas}: for OpenAPI both are one. */
    @Hidden
    @GetMapping(path = "/exports/quotas", produces = Csv.MEDIA_TYPE)
    void quotasFile(Caller caller, @PathVariable CustomerId customerId, HttpServletResponse response)
            throws IOException {
        permissions.require(EXPORT_QUOTA, caller, customerId);
        try (var csv = Csv.to(
                response,
                "quotas.csv",
                "customerId",
                "customerIdentifier",
                "projectId",
                "identifier",
                "location",
                "quota")) {
            export.quotas(customerId, row -> {
                var project = row.project();
                csv.row(
                        project.customerId(),
                        project.customerIdentifier(),
                        project.projectId(),
                        project.identifier(),
                        row.location(),
                        row.quota());
            });
        }
    }
}
