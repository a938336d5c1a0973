package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How the installation is, and what operators do about it. */
@Controller
@RequestMapping("/operations")
class OperationsScreen extends Screen {

    private static final String RESOURCE = "/api/v1/operations";

    private final Permissions permissions;

    OperationsScreen(Api api, Frames frames, Permissions permissions) {
        super(api, frames);
        this.permissions = permissions;
    }

    private void around(Caller.Person caller, String section, Model model) {
        around(frames, permissions, caller, section, model);
    }

    /** @throws Problem not-permitted for whoever is no operator */
    static void around(Frames frames, Permissions permissions, Caller.Person caller, String section, Model model) {
        permissions.requireOperator(caller);
        frames.around(caller, section, model);
        model.addAttribute("changes", "/operations/changes");
        model.addAttribute(
                "sections",
                List.of(
                        new Frames.Section("operations", "operations", "/operations"),
                        new Frames.Section("systems", "integrations", "/operations/systems"),
                        new Frames.Section("rebuilds", "activity", "/operations/rebuilds"),
                        new Frames.Section("dead-letters", "warning", "/operations/dead-letters"),
                        new Frames.Section("mails", "send", "/operations/mails")));
    }

    @GetMapping
    String show(Caller.Person caller, Model model) {
        around(caller, "operations", model);
        model.addAttribute("ledger", api.get(ShownToOperators.Ledger.class, RESOURCE + "/ledger"));
        model.addAttribute(
                "followers",
                api.get(ShownToOperators.Followers.class, RESOURCE + "/followers")
                        .items());
        model.addAttribute(
                "systems",
                api.get(ShownToOperators.Systems.class, RESOURCE + "/systems").items().stream()
                        .filter(system -> system.removedAt() == null)
                        .toList());
        model.addAttribute("checkpoint", api.text("/api/v1/ledger/checkpoint"));
        return "screens/operations";
    }

    @GetMapping("/mails")
    String mails(Caller.Person caller, @RequestParam(defaultValue = "WAITING") String state, Model model) {
        around(caller, "mails", model);
        model.addAttribute("state", state);
        model.addAttribute("states", List.of("WAITING", "PARKED", "DROPPED", "SENT"));
        model.addAttribute("mails", api.get(ShownToOperators.Mails.class, RESOURCE + "/mails?state={state}", state));
        return "screens/mails";
    }

    @GetMapping("/rebuilds")
    String rebuilds(Caller.Person caller, @RequestParam(defaultValue = "") String done, Model model) {
        around(caller, "rebuilds", model);
        model.addAttribute("done", done);
        model.addAttribute(
                "rebuilds",
                api.get(ShownToOperators.Rebuilds.class, RESOURCE + "/rebuilds").items());
        return "screens/rebuilds";
    }

    @GetMapping("/rebuilds/{table}")
    String rebuild(
            Caller.Person caller,
            @PathVariable String table,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        around(caller, "rebuilds", model);
        model.addAttribute("done", done);
        model.addAttribute("rebuild", api.get(ShownToOperators.Rebuild.class, RESOURCE + "/rebuilds/{table}", table));
        return "screens/rebuild";
    }

    /** @param turn start, pause, resume or cancel */
    @PostMapping("/rebuilds/{table}/{turn}")
    @Nullable
    String turn(
            Caller.Person caller,
            @PathVariable String table,
            @PathVariable String turn,
            Model model,
            HttpServletResponse response) {
        var one = RESOURCE + "/rebuilds/{table}";
        var reply = switch (turn) {
            case "start" -> api.post(Map.of("table", table), RESOURCE + "/rebuilds");
            case "pause", "resume" -> api.post(null, one + "/{turn}", table, turn);
            case "cancel" -> api.delete(null, "", one, table);
            default -> throw Problem.notFound();
        };
        var refused = reply.refused();
        if (refused == null) {
            return seeOther(response, Api.url("/operations/rebuilds/{table}?done=rebuild-" + turn, table));
        }
        wrong(refused, response, model);
        return rebuild(caller, table, "", model);
    }

    @GetMapping("/dead-letters")
    String deadLetters(Caller.Person caller, @RequestParam(defaultValue = "") String done, Model model) {
        around(caller, "dead-letters", model);
        model.addAttribute("done", done);
        model.addAttribute(
                "letters",
                api.get(ShownToOperators.DeadLetters.class, RESOURCE + "/dead-letters")
                        .items());
        model.addAttribute(
                "discarded",
                api.get(ShownToOperators.Discarded.class, RESOURCE + "/dead-letters/discarded")
                        .items());
        return "screens/dead-letters";
    }

    @PostMapping("/dead-letters/{deadLetterId}/retry")
    @Nullable
    String retry(Caller.Person caller, @PathVariable String deadLetterId, Model model, HttpServletResponse response) {
        var reply = api.post(null, RESOURCE + "/dead-letters/{letter}/retry", deadLetterId);
        var refused = reply.refused();
        if (refused == null) {
            var handled = reply.read(ShownToOperators.Retried.class).handled();
            return seeOther(response, "/operations/dead-letters?done=" + (handled ? "handled" : "failed-again"));
        }
        wrong(refused, response, model);
        return deadLetters(caller, "", model);
    }

    @GetMapping("/dead-letters/{deadLetterId}/discard")
    String askToDiscard(Caller.Person caller, @PathVariable String deadLetterId, Model model) {
        around(caller, "dead-letters", model);
        model.addAttribute(
                "letter",
                api.get(ShownToOperators.DeadLetter.class, RESOURCE + "/dead-letters/{letter}", deadLetterId));
        return "screens/discard";
    }

    @PostMapping("/dead-letters/{deadLetterId}/discard")
    @Nullable
    String discard(
            Caller.Person caller,
            @PathVariable String deadLetterId,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        var refused = api.deleteBecause(reason, RESOURCE + "/dead-letters/{letter}", deadLetterId)
                .refused();
        if (refused == null) {
            return seeOther(response, "/operations/dead-letters?done=discarded");
        }
        wrong(refused, response, model);
        model.addAttribute("reason", refused.problem().hides() ? "" : reason);
        return askToDiscard(caller, deadLetterId, model);
    }
}
