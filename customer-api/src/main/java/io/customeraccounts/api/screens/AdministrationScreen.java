package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a partner does: the customers that it manages, new ones, and files about their projects. */
@Controller
@RequestMapping("/customers/{customerId}/administration")
class AdministrationScreen extends Screen {

    static final String SECTION = "administration";

    private static final String RESOURCE = "/api/v1/customers/{customer}";
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";

    /** Those that a partner looks for. */
    private static final List<String> STATES =
            List.of("ACTIVE", "NO_ADMIN", "RESTRICTED", "PENDING_CONFIRMATION", "CLOSED");

    private final ManagedCustomerScreen managed;

    AdministrationScreen(Api api, Frames frames, ManagedCustomerScreen managed) {
        super(api, frames);
        this.managed = managed;
    }

    /** Of a partner, its customers; of a customer that one manages, what the partner's users may do there. */
    @GetMapping
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            CustomerList list,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        var rights = around(caller, customerId, model);
        model.addAttribute("done", done);
        if (!customer(model).isPartner()) {
            return managed.page(rights, customerId, UserList.text(list.cursor()), model);
        }
        var customers = api.get(
                ShownToPartners.Customers.class,
                list.url(RESOURCE.replace("{customer}", customerId.toString()) + "/managed-customers"));
        model.addAttribute("managed", customers.items());
        model.addAttribute("next", customers.next());
        model.addAttribute("list", list);
        model.addAttribute("states", STATES);
        model.addAttribute("mayCreate", rights.allows(Question.CREATE_MANAGED_CUSTOMER));
        model.addAttribute("mayExportProjects", rights.allows(Question.EXPORT_PROJECTS));
        model.addAttribute("mayExportQuotas", rights.allows(Question.EXPORT_QUOTA));
        model.addAttribute("maySearchPeople", rights.allows(Question.ADMINISTER_PEOPLE));
        return "screens/administration";
    }

    private Rights around(Caller.Person caller, CustomerId customerId, Model model) {
        return around(frames, Question.LIST_MANAGED_CUSTOMERS, caller, customerId, model);
    }

    /** @throws Problem not-found if nobody administers the customer; not-permitted if the caller may not ask this */
    static Rights around(Frames frames, Question question, Caller.Person caller, CustomerId customerId, Model model) {
        var rights = frames.around(caller, customerId, SECTION, model);
        if (!customer(model).isAdministered()) {
            throw Problem.notFound();
        }
        rights.require(question);
        return rights;
    }

    private static Shown.Customer customer(Model model) {
        return (Shown.Customer) Objects.requireNonNull(model.getAttribute("customer"));
    }

    /** Those of all customers that the partner manages. */
    @GetMapping("/projects")
    String projects(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        around(caller, customerId, model);
        if (!customer(model).isPartner()) {
            throw Problem.notFound();
        }
        var projects = api.get(
                ShownToPartners.ManagedProjects.class,
                RESOURCE + "/managed-projects?cursor={cursor}",
                customerId,
                cursor);
        model.addAttribute("projects", projects.items());
        model.addAttribute("next", projects.next());
        model.addAttribute("cursor", cursor);
        return "screens/managed-projects";
    }

    @GetMapping("/new")
    String ask(Caller.Person caller, @PathVariable CustomerId customerId, Model model) {
        around(frames, Question.CREATE_MANAGED_CUSTOMER, caller, customerId, model);
        model.addAttribute("once", UUID.randomUUID().toString());
        return "screens/new-managed-customer";
    }

    @PostMapping("/new")
    @Nullable
    String create(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String identifier,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        var wanted = new LinkedHashMap<String, String>();
        wanted.put("name", name);
        wanted.put("identifier", identifier);
        var reply = api.postBecause(reason, wanted, RESOURCE + "/managed-customers", customerId);
        var refused = reply.refused();
        if (refused == null) {
            var created = reply.read(Shown.Customer.class);
            return seeOther(response, "/customers/" + created.id() + "/administration?done=managed-created");
        }
        wrong(refused, response, model);
        wanted.put("reason", reason);
        model.addAttribute("written", refused.problem().hides() ? Map.of() : wanted);
        return ask(caller, customerId, model);
    }

    /** @param file what it is about and its format, such as {@code quotas.csv} */
    @GetMapping("/exports/{file}")
    void export(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String file,
            Model model,
            HttpServletResponse response) {
        var what = file.replaceFirst("\\..*", "");
        var mediaType = file.endsWith(".csv") ? CSV : JSON;
        var question = switch (file) {
            case "projects.csv", "projects.json" -> Question.EXPORT_PROJECTS;
            case "quotas.csv", "quotas.json" -> Question.EXPORT_QUOTA;
            default -> throw Problem.notFound();
        };
        around(frames, question, caller, customerId, model);
        if (!customer(model).isPartner()) {
            throw Problem.notFound();
        }
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"");
        api.send(response, "GET", mediaType, RESOURCE + "/exports/{what}", customerId, what);
    }
}
