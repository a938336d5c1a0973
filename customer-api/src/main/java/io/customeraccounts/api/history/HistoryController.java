package io.customeraccounts.api.history;

import static io.customeraccounts.api.problems.ProblemType.CARD_NUMBER_NOT_ALLOWED;
import static io.customeraccounts.api.problems.ProblemType.CURSOR_GONE;
import static io.customeraccounts.api.problems.ProblemType.PROJECT_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.TEMPORARILY_UNAVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;
import static io.customeraccounts.api.problems.ProblemType.USER_NOT_FOUND;
import static io.customeraccounts.api.security.Question.READ_HISTORY;
import static io.customeraccounts.api.security.Question.READ_PROJECT_HISTORY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.messaging.EventStreams;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.feed.Feed;
import io.customeraccounts.projections.feed.FeedCursor;
import io.customeraccounts.projections.feed.FeedEvent;
import io.customeraccounts.projections.feed.FeedFilter;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.history.HistoryEntry;
import io.customeraccounts.projections.history.HistoryFilter;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** What has happened in a customer. */
@Tag(name = "History")
@RestController
@RequestMapping("/api/v1/customers/{customerId}")
class HistoryController {

    /** A cause has a cause: as far as anybody follows them. */
    private static final int CAUSES = 20;

    private final Permissions permissions;
    private final History history;
    private final Feed feed;
    private final EventStreams streams;
    private final Entries entries;
    private final AsOf asOf;
    private final Projects projects;
    private final Users users;
    private final JsonMapper json;

    HistoryController(
            Permissions permissions,
            History history,
            Feed feed,
            EventStreams streams,
            Entries entries,
            AsOf asOf,
            Projects projects,
            Users users,
            JsonMapper json) {
        this.permissions = permissions;
        this.history = history;
        this.feed = feed;
        this.streams = streams;
        this.entries = entries;
        this.asOf = asOf;
        this.projects = projects;
        this.users = users;
        this.json = json;
    }

    @HistoryFilters.Described
    @Operation(
            summary = "Read the history of a customer",
            description =
                    "Everything that has happened in it and its projects, in sentences, the latest first. A page may have fewer items than asked for although more follow: go on until there is no next one. With Accept: text/event-stream what happens from now on, as server-sent events, one line each, for as long as the stream is open, and with the same filters; their id is a cursor of the feed, and a client that reconnects with Last-Event-ID goes on where it was.")
    @MayAnswer({CARD_NUMBER_NOT_ALLOWED, CURSOR_GONE, TOO_MANY_REQUESTS, TEMPORARILY_UNAVAILABLE})
    @GetMapping(path = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<PastPageJson<EntryJson>> ofCustomer(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging, HttpServletRequest http) {
        permissions.require(READ_HISTORY, caller, customerId);
        return page(customerId, HistoryFilters.of(query).of(customerId), paging, http);
    }

    @HistoryFilters.Described
    @Operation(summary = "Read the history of a project", description = "As that of a customer.")
    @MayAnswer({PROJECT_NOT_FOUND, CARD_NUMBER_NOT_ALLOWED})
    @GetMapping(path = "/projects/{projectId}/history", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<PastPageJson<EntryJson>> ofProject(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable ProjectId projectId,
            Query query,
            Paging paging,
            HttpServletRequest http) {
        permissions.require(READ_PROJECT_HISTORY, caller, customerId);
        if (projects.find(customerId, projectId).isEmpty()) {
            throw Problem.of(PROJECT_NOT_FOUND);
        }
        return page(customerId, HistoryFilters.of(query).of(projectId), paging, http);
    }

    @HistoryFilters.Described
    @Operation(
            summary = "Read the history of a user",
            description = "Everything about a person in this customer, also in former memberships.")
    @MayAnswer({USER_NOT_FOUND, CARD_NUMBER_NOT_ALLOWED})
    @GetMapping(path = "/users/{membershipId}/history", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<PastPageJson<EntryJson>> ofUser(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable MembershipId membershipId,
            Query query,
            Paging paging,
            HttpServletRequest http) {
        permissions.require(READ_HISTORY, caller, customerId);
        var user = users.presentOrFormer(membershipId)
                .filter(it -> it.customerId().equals(customerId))
                .orElseThrow(() -> Problem.of(USER_NOT_FOUND));
        return page(customerId, HistoryFilters.of(query).of(customerId).of(user.personId()), paging, http);
    }

    private Answer<PastPageJson<EntryJson>> page(
            CustomerId customerId, HistoryFilter filter, Paging paging, HttpServletRequest http) {
        var now = asOf.now();
        var known = asOf.know(customerId, filter.to() == null || filter.to().isAfter(now) ? now : filter.to());
        return paging.answer(
                request -> history.page(filter, request),
                page -> new PastPageJson<>(known, entries.show(page.items(), Problems.language(http)), page.next()));
    }

    @Operation(
            summary = "Show an event",
            description =
                    "With what it says, apart from what is personal, and the chain of events that it follows from.")
    @GetMapping(path = "/history/{position}", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<RawEntryJson> show(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable String position,
            HttpServletRequest http) {
        permissions.require(READ_HISTORY, caller, customerId);
        var event = feed.at(number(position))
                .filter(it -> it.customerId().equals(customerId))
                .orElseThrow(Problem::notFound);
        var lines = new ArrayList<>(List.of(Entries.line(event)));
        lines.addAll(causes(event, customerId));
        var shown = entries.show(lines, Problems.language(http));
        return Answer.ok(RawEntryJson.of(event, shown.getFirst(), shown.subList(1, shown.size())));
    }

    private static long number(String position) {
        if (!position.matches("[1-9][0-9]{0,17}")) {
            throw Problem.notFound();
        }
        return Long.parseLong(position);
    }

    private List<HistoryEntry> causes(FeedEvent event, CustomerId customerId) {
        var causes = new ArrayList<HistoryEntry>();
        var cause = event.cause();
        while (cause != null && causes.size() < CAUSES) {
            var found = cause(cause);
            if (found == null || !found.customerId().equals(customerId)) {
                break;
            }
            causes.add(found);
            cause = found.cause();
        }
        return causes;
    }

    private @Nullable HistoryEntry cause(String cause) {
        try {
            return history.find(UUID.fromString(cause)).orElse(null);
        } catch (IllegalArgumentException noId) {
            return null;
        }
    }

    /** Described with {@link #ofCustomer}: for OpenAPI both are one. */
    @Hidden
    @GetMapping(path = "/history", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(
            Caller caller,
            @PathVariable CustomerId customerId,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            Query query,
            HttpServletRequest http) {
        permissions.require(READ_HISTORY, caller, customerId);
        var filter = HistoryFilters.of(query).of(customerId);
        var after = lastEventId == null || lastEventId.isEmpty()
                ? feed.end()
                : FeedCursor.parse(lastEventId)
                        .orElseThrow(() -> Problem.malformed(FieldError.header("Last-Event-ID", "cursor-unknown")));
        var language = Problems.language(http);
        return streams.follow(
                caller,
                http,
                new FeedFilter(customerId, filter.names(), null),
                after,
                again -> permissions.require(READ_HISTORY, again, customerId),
                events ->
                        entries
                                .show(
                                        entries.lines(events).stream()
                                                .filter(filter::accepts)
                                                .toList(),
                                        language)
                                .stream()
                                .collect(Collectors.toMap(EntryJson::position, json::writeValueAsString)));
    }
}
