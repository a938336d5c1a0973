package io.customeraccounts.api.screens;

import io.customeraccounts.api.messaging.Readers;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.CallerAgain;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.feed.CursorGone;
import io.customeraccounts.projections.feed.Feed;
import io.customeraccounts.projections.feed.FeedCursor;
import io.customeraccounts.projections.feed.FeedEvent;
import io.customeraccounts.projections.feed.FeedFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells an open page which of its parts have changed, and nothing else: what they hold now the page asks for itself, with the
 * rights of that moment.
 */
@Controller
class ChangesStream {

    private static final int AT_ONCE = 100;

    private final Permissions permissions;
    private final CallerAgain callers;
    private final Feed feed;
    private final Readers readers;
    private final Duration heartbeat;

    ChangesStream(
            Permissions permissions,
            CallerAgain callers,
            Feed feed,
            Readers readers,
            @Value("${customer-accounts.feed.heartbeat:15s}") Duration heartbeat) {
        this.permissions = permissions;
        this.callers = callers;
        this.feed = feed;
        this.readers = readers;
        this.heartbeat = heartbeat;
    }

    /** @param after the place in the ledger that the page was made at; a browser that comes again says where it was */
    @GetMapping(path = "/customers/{customerId}/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String after,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "") String last,
            HttpServletRequest request) {
        permissions.require(Question.VIEW_CUSTOMER, caller, customerId);
        var start = cursor(last.isEmpty() ? after : last);
        var again = callers.of(request);
        var stream = new SseEmitter(0L);
        readers.startStream(
                caller.actor(),
                stream,
                place -> follow(place, start, customerId, caller.actor().asText(), again, stream));
        return stream;
    }

    private FeedCursor cursor(String text) {
        if (text.isEmpty()) {
            return feed.end();
        }
        try {
            var cursor = FeedCursor.parse(text).orElseThrow(ChangesStream::unknown);
            feed.check(cursor);
            return cursor;
        } catch (CursorGone gone) {
            throw unknown();
        }
    }

    private static Problem unknown() {
        return Problem.malformed(FieldError.parameter("after", "cursor-unknown"));
    }

    private void follow(
            Readers.Place place,
            FeedCursor start,
            CustomerId customerId,
            String self,
            Supplier<Optional<Caller>> again,
            SseEmitter stream)
            throws IOException, InterruptedException {
        var filter = new FeedFilter(customerId, Set.of(), null);
        var at = start;
        stream.send(SseEmitter.event().comment("changes"));
        while (place.isKept()) {
            var page = feed.read(filter, at, AT_ONCE);
            if (page.events().isEmpty() && !page.more()) {
                at = page.next();
                place.await(at.position(), heartbeat);
                if (!mayLook(again, customerId)) {
                    stream.send(SseEmitter.event().name("end").data(""));
                    return;
                }
                stream.send(SseEmitter.event().comment(""));
                continue;
            }
            at = page.next();
            for (var changed : changed(page.events(), self).entrySet()) {
                stream.send(
                        SseEmitter.event().id(at.text()).name(changed.getKey()).data(changed.getValue()));
            }
        }
    }

    private boolean mayLook(Supplier<Optional<Caller>> again, CustomerId customerId) {
        return again.get()
                .filter(caller -> permissions.allows(Question.VIEW_CUSTOMER, caller, customerId))
                .isPresent();
    }

    /** The parts of pages that have changed, each with whether the one who looks has done it themself. */
    private static Map<String, String> changed(List<FeedEvent> events, String self) {
        var parts = new TreeMap<String, String>();
        for (var event : events) {
            var by = self.equals(event.actor()) ? "self" : "others";
            parts.merge(part(event.name()), by, (before, now) -> before.equals("others") ? before : now);
        }
        return parts;
    }

    static String part(@Nullable String eventName) {
        var name = String.valueOf(eventName);
        if (name.startsWith("project.")) {
            return "projects";
        }
        if (name.contains("invit") || name.contains("acceptance")) {
            return "invitations";
        }
        return name.contains("payment")
                        || name.contains("address")
                        || name.contains("mandate")
                        || name.contains("cost-centre")
                        || name.contains("restrict")
                ? "general-data"
                : "users";
    }
}
