package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.values.CustomerId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** What has happened in a customer, by day; and each event with what it follows from. */
@Controller
@RequestMapping("/customers/{customerId}/activity")
class ActivityScreen extends Screen {

    ActivityScreen(Api api, Frames frames) {
        super(api, frames);
    }

    /** What happened on a day, in UTC. */
    record Day(LocalDate day, List<Shown.Entry> entries) {}

    @GetMapping
    String list(Caller.Person caller, @PathVariable CustomerId customerId, Activity activity, Model model) {
        frames.around(caller, customerId, "activity", model);
        var history = api.get(Shown.History.class, activity.asked(customerId));
        var days = history.items().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.time().atOffset(ZoneOffset.UTC).toLocalDate(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        model.addAttribute("activity", activity);
        model.addAttribute(
                "days",
                days.entrySet().stream()
                        .map(day -> new Day(day.getKey(), day.getValue()))
                        .toList());
        model.addAttribute("next", history.next());
        return "screens/activity";
    }

    @GetMapping("/{position}")
    String show(Caller.Person caller, @PathVariable CustomerId customerId, @PathVariable String position, Model model) {
        frames.around(caller, customerId, "activity", model);
        var event = api.get(Shown.Event.class, "/api/v1/customers/{customer}/history/{position}", customerId, position);
        var entry = event.entry();
        model.addAttribute("event", event);
        model.addAttribute("like", new Activity(entry.event(), null, null, null, null, null));
        model.addAttribute("by", new Activity(null, entry.actor(), null, null, null, null));
        return "screens/event";
    }
}
