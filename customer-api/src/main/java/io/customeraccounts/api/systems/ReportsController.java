package io.customeraccounts.api.systems;

import static io.customeraccounts.api.problems.ProblemType.CURSOR_GONE;
import static io.customeraccounts.api.problems.ProblemType.NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_THERE;
import static io.customeraccounts.api.problems.ProblemType.REPORT_OUTDATED;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.LargeBody;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.projections.feed.CursorGone;
import io.customeraccounts.projections.feed.Feed;
import io.customeraccounts.projections.feed.FeedCursor;
import io.customeraccounts.projections.systems.Confirmations;
import io.customeraccounts.projections.systems.SqlResources;
import io.customeraccounts.projections.systems.Systems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a connected system says. Each speaks for itself only. */
@Tag(name = "Connected systems")
@RestController
@RequestMapping(path = "/api/v1/systems/{systemId}", produces = MediaType.APPLICATION_JSON_VALUE)
class ReportsController {

    private final Permissions permissions;
    private final CommandTransaction transactions;
    private final Systems systems;
    private final Confirmations confirmations;
    private final SqlResources resources;
    private final Feed feed;
    private final Clock clock;

    ReportsController(
            Permissions permissions,
            CommandTransaction transactions,
            Systems systems,
            Confirmations confirmations,
            SqlResources resources,
            Feed feed,
            Clock clock) {
        this.permissions = permissions;
        this.transactions = transactions;
        this.systems = systems;
        this.confirmations = confirmations;
        this.resources = resources;
        this.feed = feed;
        this.clock = clock;
    }

    @Operation(
            summary = "Show yourself",
            description = "What the installation knows of the connected system that asks.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND})
    @GetMapping
    Answer<SystemJson> show(Caller.ConnectedSystem caller, @PathVariable SystemId systemId) {
        requireOwn(caller, systemId);
        return Answer.ok(shown(systemId));
    }

    @Operation(
            summary = "Report resources",
            description =
                    "Says what a project has in a location: these resources and no others. Until a system has reported, the project can neither leave a location that it serves nor be deleted. Report each project that comes to the location at once, and then whenever the list changes.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REPORT_OUTDATED, PROJECT_NOT_THERE})
    @LargeBody
    @PutMapping(
            path = "/projects/{projectId}/locations/{location}/resources",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<Void> report(
            Caller.ConnectedSystem caller,
            @PathVariable SystemId systemId,
            @PathVariable ProjectId projectId,
            @PathVariable LocationName location,
            Write write,
            Body<ReportRequest> body) {
        requireOwn(caller, systemId);
        var said = body.read().read(clock.instant());
        return transactions.perform(write, sender -> {
            switch (resources.report(systemId, projectId, location, said.names(), said.at())) {
                case ACCEPTED -> {}
                case NO_SUCH_PROJECT -> throw Problem.notFound();
                case NOT_THERE_ANY_MORE -> throw Problem.of(PROJECT_NOT_THERE);
                case OUTDATED -> throw Problem.of(REPORT_OUTDATED);
            }
            return Answer::noContent;
        });
    }

    @Operation(
            summary = "Confirm what has ended",
            description =
                    "The system has applied everything that ended access up to this place in the events. Confirm the cursor of each page that was read, also if no event on it was for you. An earlier place than before succeeds and changes nothing.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, CURSOR_GONE})
    @PutMapping(path = "/confirmed", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<SystemJson> confirm(
            Caller.ConnectedSystem caller, @PathVariable SystemId systemId, Write write, Body<ConfirmRequest> body) {
        requireOwn(caller, systemId);
        var fields = new Fields();
        var text = fields.required("/cursor", body.read().cursor(), Function.identity());
        fields.check();
        var cursor = FeedCursor.parse(text.get())
                .orElseThrow(() -> Problem.malformed(FieldError.at("/cursor", "cursor-unknown")));
        return transactions.perform(write, sender -> {
            try {
                feed.check(cursor);
            } catch (CursorGone e) {
                throw Problem.of(CURSOR_GONE);
            }
            confirmations.confirm(systemId, cursor.position());
            return () -> Answer.ok(shown(systemId));
        });
    }

    private void requireOwn(Caller.ConnectedSystem caller, SystemId systemId) {
        if (!caller.systemId().equals(systemId)) {
            throw Problem.notFound();
        }
        permissions.requireReporting(caller);
    }

    private SystemJson shown(SystemId id) {
        var system = systems.find(id).orElseThrow(Problem::notFound);
        return SystemJson.of(system, confirmations.lags(List.of(system)).get(system));
    }
}
