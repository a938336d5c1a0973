package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sections of a customer as they were at a time. Nothing can be changed there, and what is not known of that time is said. */
@Controller
@RequestMapping("/customers/{customerId}/as-of")
class PastScreen extends Screen {

    private static final String SECTION = "users|general-data|activity|projects(/[0-9a-f-]{36})?";

    private final Clock clock;

    PastScreen(Api api, Frames frames, Clock clock) {
        super(api, frames);
        this.clock = clock;
    }

    /** What a page shows, once everything around it is there. */
    private interface Shows {
        String page(Past past);
    }

    /** Where one is asked for a time, or told what is wrong with it. */
    static String ask(CustomerId customerId, String section, String at) {
        return Api.url("/customers/{customer}/as-of?section={section}&at={at}", customerId, section, at);
    }

    /** @param section where to go with the time */
    @GetMapping
    @Nullable
    String choose(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "users") String section,
            @RequestParam(defaultValue = "") String at,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        var to = section.matches(SECTION) ? section : "users";
        var zone = ViewersZone.of(told);
        frames.around(caller, customerId, "activity", model);
        model.addAttribute("to", to);
        model.addAttribute("zone", zone.getId());
        model.addAttribute("at", at);
        if (at.isEmpty()) {
            return "screens/as-of";
        }
        try {
            var past = Past.of(customerId, at, zone, clock, api);
            return seeOther(response, Past.url(customerId, to, past.at()));
        } catch (Past.Unknown unknown) {
            ViewersZone.moment(at, zone).ifPresent(moment -> model.addAttribute("at", ViewersZone.local(moment, zone)));
            model.addAttribute("wrong", unknown.code());
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return "screens/as-of";
        }
    }

    @GetMapping("/users")
    @Nullable
    String users(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String cursor,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        return page(caller, customerId, "users", at, told, model, response, past -> {
            var users = api.get(
                    Shown.PastUsers.class,
                    "/api/v1/customers/{customer}/as-of/users?at={at}&cursor={cursor}",
                    customerId,
                    past.at(),
                    cursor);
            model.addAttribute("users", users.items());
            model.addAttribute("next", users.next());
            model.addAttribute(
                    "invitations",
                    api.get(
                                    Shown.PastInvitations.class,
                                    "/api/v1/customers/{customer}/as-of/invitations?at={at}&limit=200",
                                    customerId,
                                    past.at())
                            .items());
            return "screens/past-users";
        });
    }

    @GetMapping("/projects")
    @Nullable
    String projects(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String cursor,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        return page(caller, customerId, "projects", at, told, model, response, past -> {
            var projects = projects(customerId, past, cursor, "");
            model.addAttribute("projects", projects.items());
            model.addAttribute("next", projects.next());
            return "screens/past-projects";
        });
    }

    private Shown.PastProjects projects(CustomerId customerId, Past past, String cursor, String limit) {
        return api.get(
                Shown.PastProjects.class,
                "/api/v1/customers/{customer}/as-of/projects?at={at}&cursor={cursor}&limit={limit}",
                customerId,
                past.at(),
                cursor,
                limit);
    }

    @GetMapping("/projects/{projectId}")
    @Nullable
    String project(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String cursor,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        return page(caller, customerId, "projects/" + projectId, at, told, model, response, past -> {
            var users = api.get(
                    Shown.PastAccesses.class,
                    "/api/v1/customers/{customer}/projects/{project}/access-history?at={at}&cursor={cursor}",
                    customerId,
                    projectId,
                    past.at(),
                    cursor);
            model.addAttribute("users", users.items());
            model.addAttribute("next", users.next());
            model.addAttribute("project", project(customerId, projectId, past).orElse(null));
            return "screens/past-project";
        });
    }

    /** Empty if it was not there yet. */
    private Optional<Shown.PastProject> project(CustomerId customerId, String projectId, Past past) {
        var cursor = "";
        do {
            var page = projects(customerId, past, cursor, "200");
            var found = page.items().stream()
                    .filter(it -> it.projectId().equals(projectId))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            cursor = UserList.text(page.next());
        } while (!cursor.isEmpty());
        return Optional.empty();
    }

    @GetMapping("/general-data")
    @Nullable
    String generalData(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String at,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        return page(caller, customerId, "general-data", at, told, model, response, past -> {
            model.addAttribute("activityThen", Past.url(customerId, "activity", past.at()));
            return "screens/past-general-data";
        });
    }

    private @Nullable String page(
            Caller.Person caller,
            CustomerId customerId,
            String section,
            String at,
            String told,
            Model model,
            HttpServletResponse response,
            Shows shows) {
        var zone = ViewersZone.of(told);
        try {
            var past = Past.of(customerId, at, zone, clock, api);
            var now = "/customers/" + customerId + "/" + section;
            frames.aroundPast(caller, customerId, section.replaceFirst("/.*", ""), now, past, model);
            model.addAttribute("zone", zone.getId());
            model.addAttribute("to", section);
            model.addAttribute("known", past.customer().known());
            return shows.page(past);
        } catch (Past.Unknown unknown) {
            return seeOther(response, ask(customerId, section, at));
        }
    }
}
