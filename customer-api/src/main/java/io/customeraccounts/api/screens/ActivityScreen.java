package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.ledger.Ledger;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** What has happened in a customer, by day; and each event with what it follows from and the proof that it happened so. */
@Controller
@RequestMapping("/customers/{customerId}/activity")
class ActivityScreen extends Screen {

    private static final String EVENT = "/api/v1/customers/{customer}/history/{position}";

    private final Ledger ledger;
    private final Clock clock;

    ActivityScreen(Api api, Frames frames, Ledger ledger, Clock clock) {
        super(api, frames);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What happened on a day, in the zone of whoever looks. */
    record Day(LocalDate day, List<Shown.Entry> entries) {}

    @GetMapping
    @Nullable
    String list(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Activity activity,
            Model model,
            HttpServletResponse response) {
        var zone = ViewersZone.of(told);
        Instant until = null;
        var at = UserList.text(activity.at());
        if (at.isEmpty()) {
            frames.around(caller, customerId, "activity", model);
        } else {
            try {
                var past = Past.of(customerId, at, zone, clock, api);
                until = past.at();
                frames.aroundPast(
                        caller, customerId, "activity", "/customers/" + customerId + "/activity", past, model);
            } catch (Past.Unknown unknown) {
                return seeOther(response, PastScreen.ask(customerId, "activity", at));
            }
        }
        model.addAttribute("activity", activity);
        model.addAttribute("kinds", EventName.all().keySet().stream().sorted().toList());
        model.addAttribute("zone", zone.getId());
        model.addAttribute("printed", clock.instant());
        try {
            var history = api.get(Shown.History.class, activity.asked(customerId, zone, until));
            model.addAttribute("days", days(history.items(), zone));
            model.addAttribute("next", history.next());
        } catch (Api.Refused refused) {
            if (refused.problem().byField().isEmpty()) {
                throw refused;
            }
            wrong(refused, response, model);
            if (refused.problem().hides()) {
                model.addAttribute("activity", activity.all());
            }
            model.addAttribute("days", List.of());
            return "screens/activity";
        }
        if (!UserList.text(activity.show()).isEmpty()) {
            event(customerId, UserList.text(activity.show()), model);
        }
        return "screens/activity";
    }

    private static List<Day> days(List<Shown.Entry> entries, ZoneId zone) {
        var days = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.time().atZone(zone).toLocalDate(), LinkedHashMap::new, Collectors.toList()));
        return days.entrySet().stream()
                .map(day -> new Day(day.getKey(), day.getValue()))
                .toList();
    }

    /** The event alone, at an address that can be passed on. */
    @GetMapping("/{position}")
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String position,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model) {
        frames.around(caller, customerId, "activity", model);
        model.addAttribute("zone", ViewersZone.of(told).getId());
        model.addAttribute("activity", Activity.of(null, null, null, null));
        event(customerId, position, model);
        return "screens/event";
    }

    private void event(CustomerId customerId, String position, Model model) {
        var event = api.get(Shown.Event.class, EVENT, customerId, position);
        var entry = event.entry();
        model.addAttribute("event", event);
        model.addAttribute("proof", Proof.of(entry.position(), api, ledger).orElse(null));
        model.addAttribute("like", Activity.of(entry.event(), null, null, null));
        model.addAttribute("by", Activity.of(null, entry.actor(), null, null));
        model.addAttribute("about", Activity.of(null, null, entry.subject(), null));
        model.addAttribute("together", Activity.of(null, null, null, entry.cause()));
        model.addAttribute("follow", Activity.of(null, null, null, entry.id()));
        model.addAttribute("then", Past.url(customerId, "users", entry.time()));
    }

    @GetMapping("/{position}/proof")
    ResponseEntity<String> proof(
            Caller.Person caller, @PathVariable CustomerId customerId, @PathVariable String position) {
        var event = api.get(Shown.Event.class, EVENT, customerId, position);
        return Proof.of(event.entry().position(), api, ledger)
                .map(proof -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"event-" + proof.position() + ".tlog-proof\"")
                        .body(proof.file()))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
