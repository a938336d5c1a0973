package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a partner's users do in a customer that the partner manages: enter it, write to its users, mark and limit its projects. */
@Controller
@RequestMapping("/customers/{customerId}/administration")
class ManagedCustomerScreen extends Screen {

    private static final String RESOURCE = "/api/v1/customers/{customer}";
    private static final String PROJECT = RESOURCE + "/projects/{project}";

    ManagedCustomerScreen(Api api, Frames frames) {
        super(api, frames);
    }

    /** @param cursor where the list of projects goes on */
    String page(Rights rights, CustomerId customerId, String cursor, Model model) {
        var projects = api.get(
                ShownToPartners.Projects.class,
                RESOURCE + "/projects?cursor={cursor}&limit={limit}",
                customerId,
                cursor,
                50);
        model.addAttribute("projects", projects.items());
        model.addAttribute("next", projects.next());
        var mayEnter = rights.allows(Question.ENTER_MANAGED_CUSTOMER);
        model.addAttribute("mayEnter", mayEnter);
        model.addAttribute("mayMark", rights.allows(Question.EDIT_PROJECT_TAGS));
        if (mayEnter) {
            model.addAttribute(
                    "messages",
                    api.get(ShownToPartners.Messages.class, RESOURCE + "/messages?limit={limit}", customerId, 20)
                            .items());
            model.addAttribute("kinds", List.of("ALL_MUST_READ", "SINGLE_READ_ONLY"));
        }
        return "screens/managed-customer";
    }

    private Rights around(Question question, Caller.Person caller, CustomerId customerId, Model model) {
        return AdministrationScreen.around(frames, question, caller, customerId, model);
    }

    @GetMapping("/add-myself")
    String ask(Caller.Person caller, @PathVariable CustomerId customerId, Model model) {
        around(Question.ENTER_MANAGED_CUSTOMER, caller, customerId, model);
        return "screens/add-myself";
    }

    /** @param lastDay on which one is a user, in UTC; empty for what the installation has set */
    @PostMapping("/add-myself")
    @Nullable
    String addMyself(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String lastDay,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        var end = UsersScreen.endOf(lastDay);
        var refused = api.postBecause(
                        reason, end == null ? Map.of() : Map.of("endsAt", end), RESOURCE + "/add-myself", customerId)
                .refused();
        if (refused == null) {
            return seeOther(response, "/customers/" + customerId + "/users?done=added-myself");
        }
        wrong(refused, response, model);
        model.addAttribute(
                "written", refused.problem().hides() ? Map.of() : Map.of("lastDay", lastDay, "reason", reason));
        return ask(caller, customerId, model);
    }

    @PostMapping("/messages")
    @Nullable
    String write(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        // Browsers send line ends as CR LF, which is no character of a message.
        var body = Map.of("kind", kind, "text", text.replace("\r\n", "\n"));
        var refused = api.postBecause(reason, body, RESOURCE + "/messages", customerId)
                .refused();
        if (refused == null) {
            return seeOther(response, here(customerId) + "?done=message-sent");
        }
        wrong(refused, response, model);
        model.addAttribute("failed", "message");
        model.addAttribute(
                "written", refused.problem().hides() ? Map.of() : Map.of("kind", kind, "text", text, "reason", reason));
        return page(around(Question.ENTER_MANAGED_CUSTOMER, caller, customerId, model), customerId, "", model);
    }

    @GetMapping("/projects/{projectId}")
    String project(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        var rights = around(Question.LIST_MANAGED_CUSTOMERS, caller, customerId, model);
        var project = api.get(ShownToPartners.Project.class, PROJECT, customerId, projectId);
        var active = project.state().equals("ACTIVE");
        model.addAttribute("project", project);
        model.addAttribute("mayMark", active && rights.allows(Question.EDIT_PROJECT_TAGS));
        model.addAttribute("mayLimit", active && rights.allows(Question.MANAGE_QUOTA));
        model.addAttribute("done", done);
        model.addAttribute("at", here(customerId) + "/projects/" + projectId);
        return "screens/managed-project";
    }

    /**
     * @param part tags or quota
     * @param form the tags a line each, name = value; the quota empty for none
     */
    @PostMapping("/projects/{projectId}/{part}")
    @Nullable
    String save(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String projectId,
            @PathVariable String part,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response) {
        var reason = form.getOrDefault("reason", "");
        var reply = switch (part) {
            case "tags" ->
                api.putBecause(
                        reason,
                        Map.of("tags", tags(form.getOrDefault("tagLines", ""))),
                        PROJECT + "/tags",
                        customerId,
                        projectId);
            case "quota" -> limit(reason, form, customerId, projectId);
            default -> throw Problem.notFound();
        };
        if (reply.done()) {
            return seeOther(response, here(customerId) + "/projects/" + projectId + "?done=saved");
        }
        var why = Objects.requireNonNull(reply.refused());
        wrong(why, response, model);
        model.addAttribute("failed", part.equals("quota") ? form.getOrDefault("location", "") : part);
        model.addAttribute("written", why.problem().hides() ? Map.of() : form);
        return project(caller, customerId, projectId, "", model);
    }

    private Api.Reply limit(String reason, Map<String, String> form, CustomerId customerId, String projectId) {
        var path = PROJECT + "/locations/{location}/quota";
        var location = form.getOrDefault("location", "");
        var quota = form.getOrDefault("quota", "").strip();
        return quota.isEmpty()
                ? api.deleteBecause(reason, path, customerId, projectId, location)
                : api.putBecause(reason, Map.of("quota", number(quota)), path, customerId, projectId, location);
    }

    /** What is no number is for the API to refuse. */
    private static Object number(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : text;
    }

    private static List<Map<String, String>> tags(String lines) {
        return lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> {
                    var parts = line.split("=", 2);
                    return Map.of("name", parts[0].strip(), "value", parts.length < 2 ? "" : parts[1].strip());
                })
                .toList();
    }

    private static String here(CustomerId customerId) {
        return "/customers/" + customerId + "/administration";
    }
}
