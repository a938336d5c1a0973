package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who joined, left, and may do other things at one time than at another, with the events that made it so. */
@Controller
@RequestMapping("/customers/{customerId}/activity")
class DifferenceScreen extends Screen {

    private static final String REVIEW = "/api/v1/customers/{customer}/access-review?from={from}&to={to}";

    private final Clock clock;

    DifferenceScreen(Api api, Frames frames, Clock clock) {
        super(api, frames);
        this.clock = clock;
    }

    /**
     * Two times as the address or the form says them.
     *
     * @param to absent for now
     * @param wrong what is wrong with each, by its name
     */
    private record Times(@Nullable Instant from, @Nullable Instant to, Map<String, String> wrong) {

        static Times of(String from, String to, ZoneId zone, Instant now) {
            var wrong = new HashMap<String, String>();
            var start = ViewersZone.moment(from, zone).orElse(null);
            var end = ViewersZone.moment(to, zone).orElse(null);
            if (start == null && !from.isEmpty()) {
                wrong.put("from", "past.no-time");
            }
            if (end == null && !to.isEmpty()) {
                wrong.put("to", "past.no-time");
            }
            if (start != null && start.isAfter(now)) {
                wrong.put("from", "past.future");
            }
            if (end != null && end.isAfter(now)) {
                wrong.put("to", "past.future");
            }
            if (start != null && start.isBefore(Instant.EPOCH)) {
                wrong.put("from", "past.before");
            }
            if (start != null && end != null && end.isBefore(start)) {
                wrong.put("to", "difference.order");
            }
            return new Times(start, end, wrong);
        }

        private static String text(@Nullable Instant time) {
            return time == null ? "" : time.toString();
        }

        String url(CustomerId customerId, String page, String cursor) {
            return Api.url(
                    "/customers/{customer}/activity/{page}?from={from}&to={to}&cursor={cursor}",
                    customerId,
                    page,
                    text(from),
                    text(to),
                    cursor);
        }
    }

    @GetMapping("/difference")
    @Nullable
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String cursor,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        var zone = ViewersZone.of(told);
        var times = Times.of(from, to, zone, clock.instant());
        if (times.wrong().isEmpty()
                && (!Times.text(times.from()).equals(from)
                        || !Times.text(times.to()).equals(to))) {
            // An address that means the same wherever it is opened.
            return seeOther(response, times.url(customerId, "difference", cursor));
        }
        frames.around(caller, customerId, "activity", model);
        model.addAttribute("zone", zone.getId());
        model.addAttribute("from", field(from, times.from(), zone));
        model.addAttribute("to", field(to, times.to(), zone));
        model.addAttribute("wrong", times.wrong());
        if (!times.wrong().isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
        } else if (times.from() != null) {
            var review = api.get(
                    Shown.AccessReview.class,
                    REVIEW + "&cursor={cursor}",
                    customerId,
                    times.from(),
                    Times.text(times.to()),
                    cursor);
            model.addAttribute("review", review);
            model.addAttribute("file", times.url(customerId, "difference.csv", ""));
            model.addAttribute(
                    "next", review.next() == null ? null : times.url(customerId, "difference", review.next()));
        }
        return "screens/difference";
    }

    private static String field(String written, @Nullable Instant moment, ZoneId zone) {
        return moment == null ? written : ViewersZone.local(moment, zone);
    }

    /** The same for spreadsheets. */
    @GetMapping("/difference.csv")
    ResponseEntity<byte[]> file(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to) {
        var file = api.askFor("text/csv", REVIEW, customerId, from, to);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"access-review.csv\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(file.bytes());
    }
}
