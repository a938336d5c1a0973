package io.customeraccounts.api.feed;

import static io.customeraccounts.api.problems.ProblemType.CURSOR_GONE;
import static io.customeraccounts.api.problems.ProblemType.MALFORMED_REQUEST;
import static io.customeraccounts.api.problems.ProblemType.NOT_ACCEPTABLE;
import static io.customeraccounts.api.problems.ProblemType.NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.TEMPORARILY_UNAVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.NextLink;
import io.customeraccounts.api.messaging.EventStreams;
import io.customeraccounts.api.messaging.Readers;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.CallerAgain;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.feed.Feed;
import io.customeraccounts.projections.feed.FeedCursor;
import io.customeraccounts.projections.feed.FeedEvent;
import io.customeraccounts.projections.feed.FeedFilter;
import io.customeraccounts.projections.systems.Systems;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

@Tag(name = "Events")
@RestController
@RequestMapping(path = "/api/v1/events")
class FeedController {

    private static final MediaType BATCH = new MediaType("application", "cloudevents-batch+json");

    private static final int DEFAULT_LIMIT = 100;

    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_WAIT = 60;

    private final Permissions permissions;
    private final CallerAgain callers;
    private final Customers customers;
    private final Systems systems;
    private final Feed feed;
    private final Readers readers;
    private final EventStreams streams;
    private final JsonMapper json;
    private final String source;

    FeedController(
            Permissions permissions,
            CallerAgain callers,
            Customers customers,
            Systems systems,
            Feed feed,
            Readers readers,
            EventStreams streams,
            JsonMapper json,
            @Value("${customer-accounts.base-url}") String baseUrl) {
        this.permissions = permissions;
        this.callers = callers;
        this.customers = customers;
        this.systems = systems;
        this.feed = feed;
        this.readers = readers;
        this.streams = streams;
        this.json = json;
        this.source = baseUrl + "/api/v1/events";
    }

    private record Wanted(FeedFilter filter, FeedCursor after) {}

    @Operation(
            summary = "Read events",
            description =
                    "Every event once, in one order without gaps that never changes, as CloudEvents. Go on with the link to the next page, also if a page is empty: a filter may skip many events at once. With Accept: text/event-stream the same events as server-sent events, one CloudEvent each, for as long as the stream is open; their id is the cursor, and a client that reconnects with Last-Event-ID goes on where it was.")
    @Parameter(
            in = ParameterIn.HEADER,
            name = "Last-Event-ID",
            description = "For a stream: the place to go on after, instead of after.",
            schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "The events.",
            headers =
                    @Header(
                            name = "Link",
                            description =
                                    "What comes next, as rel=\"next\"; on every page, also the last. Not of a stream.",
                            schema = @Schema(type = "string")),
            content = {
                @Content(
                        mediaType = "application/cloudevents-batch+json",
                        array = @ArraySchema(schema = @Schema(implementation = EventJson.class))),
                @Content(
                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                        schema =
                                @Schema(
                                        type = "string",
                                        example = "id:AAAAAAAAAAEFfw\ndata:{\"specversion\":\"1.0\"}\n\n"))
            })
    @MayAnswer({
        MALFORMED_REQUEST,
        NOT_PERMITTED,
        NOT_FOUND,
        NOT_ACCEPTABLE,
        CURSOR_GONE,
        TOO_MANY_REQUESTS,
        TEMPORARILY_UNAVAILABLE
    })
    @GetMapping
    DeferredResult<Answer<List<EventJson>>> read(
            Caller caller,
            @Parameter(
                            description =
                                    "The place to go on after: cursor of an event, or that of the link to the next page.")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(
                            description = "How many events at most.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
                    @RequestParam(required = false)
                    @Nullable
                    String limit,
            @Parameter(
                            description = "How many seconds to wait for the first event if there is none yet.",
                            schema = @Schema(type = "integer", minimum = "0", maximum = "60", defaultValue = "0"))
                    @RequestParam(required = false)
                    @Nullable
                    String wait,
            @Parameter(description = "Only events of this customer. Needed by whoever may not see all.")
                    @RequestParam(required = false)
                    @Nullable
                    String customer,
            @Parameter(description = "Only events of this type; may be given several times.")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> type,
            @Parameter(description = "Only events about this membership, invitation or customer.")
                    @RequestParam(required = false)
                    @Nullable
                    String subject,
            HttpServletRequest request) {
        refuseUnlessAccepted(request);
        var wanted = wanted(caller, single("after", request), FieldError.parameter("after", "cursor-unknown"), request);
        var size = number("limit", request, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        var waiting = Duration.ofSeconds(number("wait", request, 0, MAX_WAIT).orElse(0));
        var link = NextLink.of(request, "after");
        var result = new DeferredResult<Answer<List<EventJson>>>(0L);
        var first = streams.page(wanted.filter(), wanted.after(), size);
        if (!first.events().isEmpty() || waiting.isZero()) {
            result.setResult(answer(first, link));
            return result;
        }
        var again = callers.of(request);
        readers.startRequest(caller.actor(), place -> {
            try {
                var page = await(place, wanted.filter(), first, size, waiting);
                require(EventStreams.present(again), wanted.filter().customerId());
                result.setResult(answer(page, link));
            } catch (InterruptedException e) {
                result.setErrorResult(Problem.of(TEMPORARILY_UNAVAILABLE));
            } catch (RuntimeException e) {
                result.setErrorResult(e);
            }
        });
        return result;
    }

    private Feed.Page await(Readers.Place place, FeedFilter filter, Feed.Page first, int limit, Duration waiting)
            throws InterruptedException {
        var deadline = System.nanoTime() + waiting.toNanos();
        var page = first;
        while (page.events().isEmpty() && place.isKept()) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                break;
            }
            if (!page.more()) {
                place.await(page.next().position(), left);
            }
            page = streams.page(filter, page.next(), limit);
        }
        return page;
    }

    /** Described with {@link #read}: for OpenAPI both are one. */
    @Hidden
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(
            Caller caller,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request) {
        var wanted = lastEventId == null || lastEventId.isEmpty()
                ? wanted(caller, single("after", request), FieldError.parameter("after", "cursor-unknown"), request)
                : wanted(
                        caller,
                        Optional.of(lastEventId),
                        FieldError.header("Last-Event-ID", "cursor-unknown"),
                        request);
        return streams.follow(
                caller,
                request,
                wanted.filter(),
                wanted.after(),
                again -> require(again, wanted.filter().customerId()),
                events -> events.stream()
                        .collect(Collectors.toMap(
                                FeedEvent::position, event -> json.writeValueAsString(EventJson.of(event, source)))));
    }

    /**
     * All is for those who may look at every customer, and for connected systems, which see what is theirs of it; what is of
     * one customer, for whoever may read its history.
     */
    private void require(Caller caller, @Nullable CustomerId customerId) {
        if (caller instanceof Caller.ConnectedSystem system) {
            permissions.requireReporting(system);
        } else if (customerId == null) {
            if (!(caller instanceof Caller.Person person && (person.auditor() || person.operator()))) {
                throw Problem.of(NOT_PERMITTED)
                        .with("permission", Question.READ_HISTORY.permission().name());
            }
        } else if (caller instanceof Caller.Person person && person.operator()) {
            if (customers.find(customerId).isEmpty()) {
                throw Problem.notFound();
            }
        } else {
            permissions.require(Question.READ_HISTORY, caller, customerId);
        }
    }

    private Wanted wanted(Caller caller, Optional<String> after, FieldError noCursor, HttpServletRequest request) {
        var customerId =
                single("customer", request).map(FeedController::customer).orElse(null);
        require(caller, customerId);
        var cursor = after.map(text -> FeedCursor.parse(text).orElseThrow(() -> Problem.malformed(noCursor)))
                .orElseGet(feed::beginning);
        var filter = new FeedFilter(
                customerId,
                names(request),
                single("subject", request).orElse(null),
                caller instanceof Caller.ConnectedSystem system ? systems.view(system.systemId()) : null);
        return new Wanted(filter, cursor);
    }

    /** What is no id names nothing. */
    private static CustomerId customer(String text) {
        try {
            return CustomerId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }

    private static Set<String> names(HttpServletRequest request) {
        var types = request.getParameterValues("type");
        var names = new HashSet<String>();
        for (var type : types == null ? new String[0] : types) {
            // Another prefix is none of ours, and matches nothing.
            names.add(type.startsWith(EventJson.TYPE_PREFIX) ? type.substring(EventJson.TYPE_PREFIX.length()) : "");
        }
        return names;
    }

    private static Optional<String> single(String name, HttpServletRequest request) {
        var values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw Problem.malformed(FieldError.parameter(name, "given-twice"));
        }
        return values == null ? Optional.empty() : Optional.of(values[0]);
    }

    private static Optional<Integer> number(String name, HttpServletRequest request, int min, int max) {
        return single(name, request).map(text -> {
            if (text.matches("0|[1-9][0-9]{0,3}")) {
                var number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            }
            throw Problem.malformed(
                    FieldError.parameter(name, "not-a-number").with("min", min).with("max", max));
        });
    }

    private Answer<List<EventJson>> answer(Feed.Page page, UnaryOperator<String> link) {
        return Answer.ok(page.events().stream()
                        .map(event -> EventJson.of(event, source))
                        .toList())
                .header(HttpHeaders.CONTENT_TYPE, BATCH.toString())
                .header(HttpHeaders.LINK, link.apply(page.next().text()));
    }

    private static void refuseUnlessAccepted(HttpServletRequest request) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        try {
            if (accepted != null
                    && MediaType.parseMediaTypes(accepted).stream()
                            .noneMatch(it -> it.includes(BATCH) || it.includes(MediaType.APPLICATION_JSON))) {
                throw Problem.of(NOT_ACCEPTABLE);
            }
        } catch (InvalidMediaTypeException e) {
            throw Problem.of(NOT_ACCEPTABLE);
        }
    }
}
