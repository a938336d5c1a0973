package io.customeraccounts.api.history;

import static io.customeraccounts.api.security.Question.READ_HISTORY;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Csv;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.pointintime.PointInTime;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is different at two times. */
@Tag(name = "History")
@RestController
@RequestMapping("/api/v1/customers/{customerId}/access-review")
class AccessReviewController {

    private final Permissions permissions;
    private final PointInTime past;
    private final AsOf asOf;
    private final PastNames names;

    AccessReviewController(Permissions permissions, PointInTime past, AsOf asOf, PastNames names) {
        this.permissions = permissions;
        this.past = past;
        this.asOf = asOf;
        this.names = names;
    }

    private record Compared(KnownJson from, KnownJson to) {}

    @Parameter(
            in = QUERY,
            name = "from",
            required = true,
            description = "The first time, that instant included.",
            schema = @Schema(type = "string", format = "date-time"),
            example = "2026-01-31T12:00:00Z")
    @Parameter(
            in = QUERY,
            name = "to",
            description = "The second time, that instant included; now if absent.",
            schema = @Schema(type = "string", format = "date-time"),
            example = "2026-02-28T12:00:00Z")
    @Operation(
            summary = "Review access",
            description =
                    "Who joined, left, and may use which projects at the second time differently than at the first, by user. With Accept: text/csv all of it as a file for spreadsheets.")
    @ApiResponse(
            responseCode = "200",
            description = "What is different.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = AccessReviewJson.class)),
                @Content(
                        mediaType = Csv.MEDIA_TYPE,
                        schema = @Schema(type = "string", example = "change,membershipId\r\nJOINED,0193584e\r\n"))
            })
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<AccessReviewJson> review(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging, HttpServletRequest http) {
        var times = times(caller, customerId, query);
        return paging.answer(
                request ->
                        past.changes(customerId, times.from().at(), times.to().at(), request),
                page -> new AccessReviewJson(
                        times.from(), times.to(), names.changes(page.items(), Problems.language(http)), page.next()));
    }

    /** Described with {@link #review}: for OpenAPI both are one. */
    @Hidden
    @GetMapping(produces = Csv.MEDIA_TYPE)
    void file(
            Caller caller,
            @PathVariable CustomerId customerId,
            Query query,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        var times = times(caller, customerId, query);
        try (var csv = Csv.to(
                response,
                "access-review.csv",
                "change",
                "membershipId",
                "fullName",
                "projectId",
                "project",
                "before",
                "after",
                "position",
                "time",
                "actor",
                "actorName",
                "reason",
                "sentence",
                "complete")) {
            var complete = times.from().complete() && times.to().complete();
            var request = new PageRequest(null, PageRequest.MAX_LIMIT);
            while (true) {
                var page =
                        past.changes(customerId, times.from().at(), times.to().at(), request);
                for (var change : names.changes(page.items(), Problems.language(http))) {
                    var event = change.event();
                    csv.row(
                            change.change(),
                            change.membershipId(),
                            change.fullName(),
                            change.projectId(),
                            change.projectName(),
                            change.before(),
                            change.after(),
                            event == null ? null : event.position(),
                            event == null ? null : event.time(),
                            event == null ? null : event.actor(),
                            event == null ? null : event.actorName(),
                            event == null ? null : event.reason(),
                            event == null ? null : event.sentence(),
                            complete);
                }
                if (page.next() == null) {
                    return;
                }
                request = new PageRequest(page.next(), PageRequest.MAX_LIMIT);
            }
        }
    }

    private Compared times(Caller caller, CustomerId customerId, Query query) {
        permissions.require(READ_HISTORY, caller, customerId);
        var from = query.find("from", Times::parse)
                .orElseThrow(() -> Problem.malformed(FieldError.parameter("from", "missing")));
        var to = query.find("to", Times::parse).orElseGet(asOf::now);
        return new Compared(asOf.know(customerId, from), asOf.know(customerId, to));
    }
}
