package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One project: who may use it, what it is paid with, where it is, and its end. */
@Controller
@RequestMapping("/customers/{customerId}/projects/{projectId}")
class ProjectScreen extends Screen {

    private static final String PAGE = "screens/project";
    private static final String RESOURCE = "/api/v1/customers/{customer}/projects/{project}";

    /** Of those whom a part of an address may mean, so many are offered. */
    private static final int OFFERED = 10;

    private static final Set<String> ACCESS_CHANGES = Set.of("project.role-changed", "project.access-end-set");
    private static final Set<String> CHANGES = Set.of("project.renamed", "project.payment-changed");

    private final Clock clock;

    ProjectScreen(Api api, Frames frames, Clock clock) {
        super(api, frames);
        this.clock = clock;
    }

    @GetMapping
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        model.addAttribute("done", done);
        return page(caller, customerId, projectId, cursor, model);
    }

    private String page(Caller.Person caller, CustomerId customerId, String projectId, String cursor, Model model) {
        var rights = frames.around(caller, customerId, "projects", model);
        var reply = api.ask(RESOURCE, customerId, projectId);
        var project = reply.read(Shown.Project.class);
        var users =
                api.get(Shown.ProjectUsers.class, RESOURCE + "/users?cursor={cursor}", customerId, projectId, cursor);
        model.addAttribute("project", project);
        model.addAttribute("version", reply.header("ETag").orElse("").replace("\"", ""));
        model.addAttribute("at", path(customerId, projectId));
        model.addAttribute("users", users.items());
        model.addAttribute("next", users.next());
        model.addAttribute("roles", List.of("PROJECT_USER", "PROJECT_ADMIN", "PROJECT_READER"));
        var mayEdit = rights.allows(Question.EDIT_PROJECTS) && project.state().equals("ACTIVE");
        model.addAttribute("mayEdit", mayEdit);
        model.addAttribute("mayDelete", mayEdit && rights.allows(Question.DELETE_PROJECT));
        model.addAttribute("mayReadHistory", rights.allows(Question.READ_HISTORY));
        if (rights.allows(Question.LIST_PROJECTS)) {
            model.addAttribute(
                    "systems", api.get(Shown.Confirmation.class, RESOURCE + "/systems", customerId, projectId));
        }
        if (mayEdit) {
            // Its own one may have expired, and stays chosen all the same.
            var methods = ProjectsScreen.methods(api, customerId, project.paymentMethodId());
            var addresses = ProjectsScreen.addresses(api, customerId);
            model.addAttribute("methods", methods);
            model.addAttribute("addresses", addresses);
            methods.stream()
                    .filter(method -> method.id().equals(project.paymentMethodId()))
                    .findFirst()
                    .ifPresent(method -> model.addAttribute("method", method));
            addresses.stream()
                    .filter(address -> address.id().equals(project.billingAddressId()))
                    .findFirst()
                    .ifPresent(address -> model.addAttribute("address", address));
            model.addAttribute(
                    "addable",
                    api.get(Shown.Locations.class, "/api/v1/locations").items().stream()
                            .map(Shown.Location::name)
                            .filter(location -> !project.locations().contains(location))
                            .toList());
        }
        return PAGE;
    }

    /** Whom a part of a name or an address may mean, while it is written. */
    @GetMapping("/matches")
    String matches(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String who,
            Model model) {
        model.addAttribute("matches", who.isBlank() ? List.of() : matching(customerId, who));
        return "screens/matches";
    }

    private List<Shown.User> matching(CustomerId customerId, String who) {
        return api.get(
                        Shown.Users.class,
                        "/api/v1/customers/{customer}/users?search={who}&limit={limit}",
                        customerId,
                        who.strip(),
                        OFFERED)
                .items();
    }

    /** @param who an address, a part of one or of a name, or, once it is known who is meant, a membership */
    @PostMapping("/users")
    @Nullable
    String assign(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String who,
            @RequestParam(defaultValue = "") String membershipId,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String lastDay,
            Model model,
            HttpServletResponse response) {
        var meant = membershipId.isEmpty() ? meant(customerId, who) : List.of(membershipId);
        if (meant.size() != 1) {
            response.setStatus(422);
            response.setHeader("HX-Push-Url", "false");
            model.addAttribute("who", who);
            model.addAttribute("wantedRole", role);
            model.addAttribute("wantedLastDay", lastDay);
            model.addAttribute("unclear", who.isBlank() ? List.of() : matching(customerId, who));
            return page(caller, customerId, projectId, "", model);
        }
        var wanted = new LinkedHashMap<String, String>();
        wanted.put("membershipId", meant.getFirst());
        wanted.put("role", role);
        var end = endOf(lastDay);
        if (end != null) {
            wanted.put("endsAt", end);
        }
        var refused =
                api.post(wanted, RESOURCE + "/users", customerId, projectId).refused();
        if (refused != null) {
            model.addAttribute("failed", "assign");
            model.addAttribute("who", who);
            model.addAttribute("wantedRole", role);
            model.addAttribute("wantedLastDay", lastDay);
        }
        return after(
                refused,
                path(customerId, projectId) + "?done=assigned",
                () -> page(caller, customerId, projectId, "", model),
                response,
                model);
    }

    /** The one with this address, otherwise all who match. */
    private List<String> meant(CustomerId customerId, String who) {
        if (who.isBlank()) {
            return List.of();
        }
        var matching = matching(customerId, who);
        return matching.stream()
                .filter(user -> who.strip().equalsIgnoreCase(user.email()))
                .findFirst()
                .map(List::of)
                .orElse(matching)
                .stream()
                .map(user -> Objects.requireNonNull(user.membershipId()))
                .toList();
    }

    @PostMapping("/users/{grantId}")
    @Nullable
    String save(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @PathVariable String grantId,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String lastDay,
            @RequestParam(defaultValue = "") String roleBefore,
            @RequestParam(defaultValue = "") String lastDayBefore,
            @RequestParam(defaultValue = "") String version,
            Model model,
            HttpServletResponse response) {
        var wanted = changed("role", role, roleBefore, lastDay, lastDayBefore);
        var refused = api.patch(wanted, version, RESOURCE + "/users/{grant}", customerId, projectId, grantId)
                .refused();
        if (refused != null) {
            model.addAttribute("failedGrant", grantId);
            model.addAttribute("wantedRole", role);
            model.addAttribute("wantedLastDay", lastDay);
            model.addAttribute("current", refused.problem().current());
            showMeanwhile(refused, ACCESS_CHANGES, clock, model, RESOURCE + "/history", customerId, projectId);
        }
        return after(
                refused,
                path(customerId, projectId) + "?done=saved",
                () -> page(caller, customerId, projectId, "", model),
                response,
                model);
    }

    @PostMapping("/users/{grantId}/unassign")
    @Nullable
    String unassign(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @PathVariable String grantId,
            Model model,
            HttpServletResponse response) {
        var refused = api.delete(null, "", RESOURCE + "/users/{grant}", customerId, projectId, grantId)
                .refused();
        return after(
                refused,
                path(customerId, projectId) + "?done=unassigned",
                () -> page(caller, customerId, projectId, "", model),
                response,
                model);
    }

    @PostMapping
    @Nullable
    String change(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String paymentMethodId,
            @RequestParam(defaultValue = "") String billingAddressId,
            @RequestParam(defaultValue = "") String nameBefore,
            @RequestParam(defaultValue = "") String paymentMethodIdBefore,
            @RequestParam(defaultValue = "") String billingAddressIdBefore,
            @RequestParam(defaultValue = "") String version,
            Model model,
            HttpServletResponse response) {
        // Only what is another than before: the rest of it may have been changed by somebody else meanwhile.
        var wanted = new LinkedHashMap<String, Object>();
        if (!name.equals(nameBefore)) {
            wanted.put("name", name);
        }
        if (!paymentMethodId.equals(paymentMethodIdBefore)) {
            ProjectsScreen.putIfSaid("paymentMethodId", paymentMethodId, wanted);
        }
        if (!billingAddressId.equals(billingAddressIdBefore)) {
            ProjectsScreen.putIfSaid("billingAddressId", billingAddressId, wanted);
        }
        var refused =
                api.patch(wanted, version, RESOURCE, customerId, projectId).refused();
        if (refused != null) {
            model.addAttribute("failed", "change");
            model.addAttribute("written", refused.problem().hides() ? Map.of() : wanted);
            showMeanwhile(refused, CHANGES, clock, model, RESOURCE + "/history", customerId, projectId);
        }
        return after(
                refused,
                path(customerId, projectId) + "?done=saved",
                () -> page(caller, customerId, projectId, "", model),
                response,
                model);
    }

    @PostMapping("/locations")
    @Nullable
    String locations(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String add,
            @RequestParam(defaultValue = "") String remove,
            Model model,
            HttpServletResponse response) {
        var reply = add.isEmpty()
                ? api.delete(null, "", RESOURCE + "/locations/{location}", customerId, projectId, remove)
                : api.put(Map.of(), "", RESOURCE + "/locations/{location}", customerId, projectId, add);
        return after(
                reply.refused(),
                path(customerId, projectId) + "?done=saved",
                () -> page(caller, customerId, projectId, "", model),
                response,
                model);
    }

    @GetMapping("/delete")
    String askToDelete(
            Caller.Person caller, @PathVariable CustomerId customerId, @PathVariable String projectId, Model model) {
        frames.around(caller, customerId, "projects", model);
        model.addAttribute("project", api.get(Shown.Project.class, RESOURCE, customerId, projectId));
        model.addAttribute(
                "preview", api.get(Shown.Preview.class, RESOURCE + "/deletion-preview", customerId, projectId));
        model.addAttribute("at", path(customerId, projectId));
        return "screens/delete-project";
    }

    @PostMapping("/delete")
    @Nullable
    String delete(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String confirmation,
            @RequestParam(defaultValue = "") String previewVersion,
            Model model,
            HttpServletResponse response) {
        // What was not typed is not what is asked for either; without the parameter the API would not know what it is
        // about.
        var refused = api.delete(
                        null,
                        "",
                        RESOURCE + "?confirmation={typed}&previewVersion={preview}",
                        customerId,
                        projectId,
                        confirmation.isEmpty() ? " " : confirmation,
                        previewVersion)
                .refused();
        return after(
                refused,
                "/customers/" + customerId + "/projects?done=project-deleted",
                () -> askToDelete(caller, customerId, projectId, model),
                response,
                model);
    }

    private static String path(CustomerId customerId, String projectId) {
        return "/customers/" + customerId + "/projects/" + projectId;
    }
}
