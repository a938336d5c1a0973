package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
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

    private static final String SECTION = "general-data|activity|(users|projects)(/[0-9a-f-]{36})?";

    private final Clock clock;

    PastScreen(Api api, Frames frames, Clock clock) {
        super(api, frames);
        this.clock = clock;
    }

    /** What a page shows, once everything around it is there. */
    private interface Shows {
        String page(Past past, Rights rights);
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
        return page(caller, customerId, "users", at, told, model, response, (past, rights) -> {
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
        return page(caller, customerId, "projects", at, told, model, response, (past, rights) -> {
            var projects = api.get(
                    Shown.PastProjects.class,
                    "/api/v1/customers/{customer}/as-of/projects?at={at}&cursor={cursor}",
                    customerId,
                    past.at(),
                    cursor);
            model.addAttribute("projects", projects.items());
            model.addAttribute("next", projects.next());
            return "screens/past-projects";
        });
    }

    /** @param further where the list of those who could manage it goes on */
    @GetMapping("/projects/{projectId}")
    @Nullable
    String project(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "") String further,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        return page(caller, customerId, "projects/" + projectId, at, told, model, response, (past, rights) -> {
            var access = "/api/v1/customers/{customer}/projects/{project}/access-history";
            show("", access(access, customerId, projectId, past, "USE", cursor), model);
            show("further", access(access, customerId, projectId, past, "MANAGE", further), model);
            var project = found(
                    Shown.PastProject.class,
                    "/api/v1/customers/{customer}/as-of/projects/{project}?at={at}",
                    customerId,
                    projectId,
                    past.at());
            model.addAttribute("project", project.orElse(null));
            if (project.isPresent() && rights.allows(Question.READ_GENERAL_DATA)) {
                var id = project.get();
                model.addAttribute(
                        "method",
                        methods(customerId, past).stream()
                                .filter(it -> it.id().equals(id.paymentMethodId()))
                                .findFirst()
                                .orElse(null));
                model.addAttribute(
                        "billing",
                        addresses(customerId, past).stream()
                                .filter(it -> it.id().equals(id.billingAddressId()))
                                .findFirst()
                                .orElse(null));
            }
            return "screens/past-project";
        });
    }

    /** @param further where the list of what they could manage goes on */
    @GetMapping("/users/{membershipId}")
    @Nullable
    String user(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String membershipId,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "") String further,
            @CookieValue(name = ViewersZone.COOKIE, defaultValue = "") String told,
            Model model,
            HttpServletResponse response) {
        return page(caller, customerId, "users/" + membershipId, at, told, model, response, (past, rights) -> {
            var reach = "/api/v1/customers/{customer}/users/{user}/reach";
            show("", access(reach, customerId, membershipId, past, "USE", cursor), model);
            show("further", access(reach, customerId, membershipId, past, "MANAGE", further), model);
            model.addAttribute(
                    "user",
                    found(
                                    Shown.PastUser.class,
                                    "/api/v1/customers/{customer}/as-of/users/{user}?at={at}",
                                    customerId,
                                    membershipId,
                                    past.at())
                            .orElse(null));
            return "screens/past-user";
        });
    }

    private Shown.PastAccesses access(
            String path, CustomerId customerId, String id, Past past, String action, String cursor) {
        return api.get(
                Shown.PastAccesses.class,
                path + "?at={at}&action={action}&cursor={cursor}",
                customerId,
                id,
                past.at(),
                action,
                cursor);
    }

    /** As the list and its next page, or as those further down. */
    private static void show(String which, Shown.PastAccesses access, Model model) {
        model.addAttribute(which.isEmpty() ? "using" : "managing", access.items());
        model.addAttribute(which.isEmpty() ? "next" : "furtherNext", access.next());
    }

    /** Empty if it was not there yet, or not any more. */
    private <T> Optional<T> found(Class<T> type, String path, Object... values) {
        try {
            return Optional.of(api.get(type, path, values));
        } catch (Api.Refused refused) {
            if (refused.status() == HttpStatus.NOT_FOUND.value()) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private List<Shown.PaymentMethod> methods(CustomerId customerId, Past past) {
        return api.get(
                        Shown.PaymentMethods.class,
                        "/api/v1/customers/{customer}/as-of/payment-methods?at={at}&limit=200",
                        customerId,
                        past.at())
                .items();
    }

    private List<Shown.PastBillingAddress> addresses(CustomerId customerId, Past past) {
        return api.get(
                        Shown.PastBillingAddresses.class,
                        "/api/v1/customers/{customer}/as-of/billing-addresses?at={at}&limit=200",
                        customerId,
                        past.at())
                .items();
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
        return page(caller, customerId, "general-data", at, told, model, response, (past, rights) -> {
            model.addAttribute(
                    "general",
                    api.get(
                            Shown.PastGeneralData.class,
                            "/api/v1/customers/{customer}/as-of/general-data?at={at}",
                            customerId,
                            past.at()));
            model.addAttribute("methods", methods(customerId, past));
            model.addAttribute("addresses", addresses(customerId, past));
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
            var rights = frames.aroundPast(caller, customerId, section.replaceFirst("/.*", ""), now, past, model);
            model.addAttribute("zone", zone.getId());
            model.addAttribute("to", section);
            model.addAttribute("known", past.customer().known());
            return shows.page(past, rights);
        } catch (Past.Unknown unknown) {
            return seeOther(response, ask(customerId, section, at));
        }
    }
}
