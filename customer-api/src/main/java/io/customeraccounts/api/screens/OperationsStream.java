package io.customeraccounts.api.screens;

import io.customeraccounts.api.messaging.Readers;
import io.customeraccounts.api.screens.OperationsWatch.Seen;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.CallerAgain;
import io.customeraccounts.api.security.Permissions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells an open page of an operator which of its parts have changed, as {@link ChangesStream} does in a customer. */
@Controller
class OperationsStream {

    /** Longer than any ledger: what is waited for is time alone. */
    private static final long NO_POSITION = Long.MAX_VALUE;

    private final Permissions permissions;
    private final CallerAgain callers;
    private final OperationsWatch watch;
    private final Readers readers;
    private final Duration heartbeat;

    OperationsStream(
            Permissions permissions,
            CallerAgain callers,
            OperationsWatch watch,
            Readers readers,
            @Value("${customer-accounts.feed.heartbeat:15s}") Duration heartbeat) {
        this.permissions = permissions;
        this.callers = callers;
        this.watch = watch;
        this.readers = readers;
        this.heartbeat = heartbeat;
    }

    @GetMapping(path = "/operations/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(Caller.Person caller, HttpServletRequest request) {
        permissions.requireOperator(caller);
        var again = callers.of(request);
        var stream = new SseEmitter(0L);
        readers.startStream(caller.actor(), stream, place -> follow(place, again, stream));
        return stream;
    }

    private void follow(Readers.Place place, Supplier<Optional<Caller>> again, SseEmitter stream)
            throws IOException, InterruptedException {
        // What has changed between the page and its stream is told by telling everything.
        Map<String, Seen> before = Map.of();
        var everything = true;
        var beat = System.nanoTime();
        while (place.isKept()) {
            var now = watch.look();
            for (var part : now.entrySet()) {
                var was = before.get(part.getKey());
                if (everything
                        || was == null
                        || !was.all().equals(part.getValue().all())) {
                    var news = was != null && !was.news().equals(part.getValue().news());
                    stream.send(SseEmitter.event().name(part.getKey()).data(news ? "news" : ""));
                }
            }
            before = now;
            everything = false;
            place.await(NO_POSITION, OperationsWatch.INTERVAL);
            if (System.nanoTime() - beat >= heartbeat.toNanos()) {
                if (!mayLook(again)) {
                    stream.send(SseEmitter.event().name("end").data(""));
                    return;
                }
                // Everything once more: a page that was on its way has not heard what was told.
                everything = true;
                beat = System.nanoTime();
            }
        }
    }

    private boolean mayLook(Supplier<Optional<Caller>> again) {
        return again.get()
                .filter(caller -> caller instanceof Caller.Person person && person.operator())
                .isPresent();
    }
}
