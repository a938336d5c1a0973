package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The projects that one may see, and the page that makes a new one. */
@Controller
@RequestMapping("/customers/{customerId}/projects")
class ProjectsScreen extends Screen {

    private static final String NEW = "screens/new-project";

    /** So many of the accesses that end soon are shown, the next first. */
    private static final int EXPIRING = 20;

    ProjectsScreen(Api api, Frames frames) {
        super(api, frames);
    }

    @GetMapping
    String list(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        var rights = frames.around(caller, customerId, "projects", model);
        var projects = api.get(
                Shown.Projects.class,
                "/api/v1/customers/{customer}/projects?search={search}&cursor={cursor}",
                customerId,
                search,
                cursor);
        model.addAttribute("projects", projects.items());
        model.addAttribute("next", projects.next());
        model.addAttribute("search", search);
        model.addAttribute("done", done);
        model.addAttribute("mayEdit", rights.allows(Question.EDIT_PROJECTS));
        if (rights.allows(Question.LIST_PROJECTS)) {
            model.addAttribute(
                    "expiring",
                    api.get(
                                    Shown.Expiring.class,
                                    "/api/v1/customers/{customer}/projects/expiring?limit={limit}",
                                    customerId,
                                    EXPIRING)
                            .items());
        }
        return "screens/projects";
    }

    @GetMapping("/new")
    String ask(Caller.Person caller, @PathVariable CustomerId customerId, Model model) {
        return ask(caller, customerId, new LinkedHashMap<>(), List.of(), model);
    }

    private String ask(
            Caller.Person caller,
            CustomerId customerId,
            Map<String, String> written,
            List<String> chosen,
            Model model) {
        frames.around(caller, customerId, "projects", model).require(Question.EDIT_PROJECTS);
        var general = api.get(Shown.GeneralData.class, "/api/v1/customers/{customer}/general-data", customerId);
        if (general.defaultPaymentMethodId() != null) {
            written.putIfAbsent("paymentMethodId", general.defaultPaymentMethodId());
        }
        if (general.defaultBillingAddressId() != null) {
            written.putIfAbsent("billingAddressId", general.defaultBillingAddressId());
        }
        model.addAttribute("written", written);
        model.addAttribute("chosen", chosen);
        model.addAttribute("methods", methods(api, customerId));
        model.addAttribute("addresses", addresses(api, customerId));
        model.addAttribute(
                "locations", api.get(Shown.Locations.class, "/api/v1/locations").items());
        model.addAttribute("once", UUID.randomUUID().toString());
        return NEW;
    }

    /** Those that a project may be paid with. */
    static List<Shown.PaymentMethod> methods(Api api, Object customerId) {
        return methods(api, customerId, null);
    }

    /** @param also one that is listed whatever has become of it */
    static List<Shown.PaymentMethod> methods(Api api, Object customerId, @Nullable String also) {
        return api
                .get(Shown.PaymentMethods.class, "/api/v1/customers/{customer}/payment-methods?limit=200", customerId)
                .items()
                .stream()
                .filter(method -> method.state().equals("ACTIVE") || method.id().equals(also))
                .toList();
    }

    static List<Shown.BillingAddress> addresses(Api api, Object customerId) {
        return api.get(
                        Shown.BillingAddresses.class,
                        "/api/v1/customers/{customer}/billing-addresses?limit=200",
                        customerId)
                .items();
    }

    @PostMapping
    @Nullable
    String create(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String identifier,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String paymentMethodId,
            @RequestParam(defaultValue = "") String billingAddressId,
            @RequestParam(defaultValue = "") String once,
            HttpServletRequest request,
            Model model,
            HttpServletResponse response) {
        var locations = request.getParameterValues("locations");
        var chosen = locations == null ? List.<String>of() : List.of(locations);
        var written = new LinkedHashMap<String, String>();
        written.put("identifier", identifier);
        written.put("name", name);
        putIfSaid("paymentMethodId", paymentMethodId, written);
        putIfSaid("billingAddressId", billingAddressId, written);
        var wanted = new LinkedHashMap<String, Object>(written);
        wanted.put("locations", chosen);
        var reply = api.postOnce(once, wanted, "/api/v1/customers/{customer}/projects", customerId);
        var refused = reply.refused();
        if (refused == null) {
            var project = reply.read(Shown.Project.class);
            return seeOther(
                    response, "/customers/" + customerId + "/projects/" + project.id() + "?done=project-created");
        }
        wrong(refused, response, model);
        return ask(caller, customerId, refused.problem().hides() ? new LinkedHashMap<>() : written, chosen, model);
    }

    /** What is not said is absent. */
    static void putIfSaid(String name, String text, Map<String, ? super String> into) {
        if (!text.isEmpty()) {
            into.put(name, text);
        }
    }
}
