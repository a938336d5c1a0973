package io.customeraccounts.api.messaging;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.CallerAgain;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends events as they happen, as server-sent events, for as long as somebody reads and may. */
@Component
public class EventStreams {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    /** Events of a stream that are read at once, and kept while its reader does not read. */
    private static final int STREAMED = 25;

    private final CallerAgain callers;
    private final Feed feed;
    private final Readers readers;

    /** So that what is between notices that the stream is alive, and the service that the reader is not. */
    private final Duration heartbeat;

    /** How long a stream goes on after the right to it has ended. */
    private final Duration rightHolds;

    EventStreams(
            CallerAgain callers,
            Feed feed,
            Readers readers,
            @Value("${customer-accounts.feed.heartbeat:15s}") Duration heartbeat) {
        this.callers = callers;
        this.feed = feed;
        this.readers = readers;
        this.heartbeat = heartbeat;
        this.rightHolds = heartbeat.multipliedBy(2);
    }

    /** What to send of some events: a text for each of which something is told, by its position. */
    public interface Telling extends Function<List<FeedEvent>, Map<Long, String>> {}

    /**
     * The events after the place, and those to come. The id of each is its cursor.
     *
     * @param require throws if the caller may not read any more; asked for again and again
     */
    public SseEmitter follow(
            Caller caller,
            HttpServletRequest request,
            FeedFilter filter,
            FeedCursor after,
            Consumer<Caller> require,
            Telling telling) {
        var first = page(filter, after, STREAMED);
        var stream = new SseEmitter(0L);
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            // Nothing would ever be written, and so nobody be missed.
            stream.complete();
            return stream;
        }
        var again = callers.of(request);
        readers.startStream(
                caller.actor(),
                stream,
                place -> follow(place, filter, first, () -> require.accept(present(again)), telling, stream));
        return stream;
    }

    private void follow(
            Readers.Place place,
            FeedFilter filter,
            Feed.Page first,
            Runnable require,
            Telling telling,
            SseEmitter stream)
            throws InterruptedException, IOException {
        var asked = System.nanoTime();
        var page = first;
        stream.send(SseEmitter.event().comment("events"));
        while (place.isKept()) {
            var texts = telling.apply(page.events());
            for (var event : page.events()) {
                var text = texts.get(event.position());
                var sent = SseEmitter.event().id(event.cursor().text());
                stream.send(text == null ? sent.comment("") : sent.data(text, TEXT));
            }
            if (!page.more()) {
                place.await(page.next().position(), heartbeat);
            }
            if (System.nanoTime() - asked > rightHolds.toNanos()) {
                require.run();
                asked = System.nanoTime();
            }
            page = page(filter, page.next(), STREAMED);
            if (page.events().isEmpty()) {
                // An id without data moves Last-Event-ID on and is no event.
                stream.send(SseEmitter.event().comment("").id(page.next().text()));
            }
        }
    }

    /** @throws Problem not-authenticated as soon as there is nobody any more */
    public static Caller present(Supplier<Optional<Caller>> caller) {
        return caller.get()
                .orElseThrow(() -> Problem.of(ProblemType.NOT_AUTHENTICATED)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""));
    }

    /** @throws Problem cursor-gone if the place is of another history */
    public Feed.Page page(FeedFilter filter, FeedCursor after, int limit) {
        try {
            return feed.read(filter, after, limit);
        } catch (CursorGone e) {
            throw Problem.of(ProblemType.CURSOR_GONE);
        }
    }
}
