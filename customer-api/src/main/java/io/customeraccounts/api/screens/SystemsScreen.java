package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The connected systems, for operators: what each serves and how far it is, new ones, changes and their end. */
@Controller
@RequestMapping("/operations/systems")
class SystemsScreen extends Screen {

    private static final String RESOURCE = "/api/v1/operations/systems";
    private static final String ONE = RESOURCE + "/{system}";

    private final Permissions permissions;
    private final String baseUrl;

    /** Whether tokens are made elsewhere, and systems therefore have no clients here. */
    private final boolean issuerElsewhere;

    SystemsScreen(
            Api api,
            Frames frames,
            Permissions permissions,
            @Value("${customer-accounts.base-url}") String baseUrl,
            @Value("${customer-accounts.issuer:}") String issuer) {
        super(api, frames);
        this.permissions = permissions;
        this.baseUrl = baseUrl;
        this.issuerElsewhere = StringUtils.hasText(issuer);
    }

    private void around(Caller.Person caller, Model model) {
        OperationsScreen.around(frames, permissions, caller, "systems", model);
        model.addAttribute("issuerElsewhere", issuerElsewhere);
        model.addAttribute("tokens", baseUrl + "/oauth2/token");
    }

    @GetMapping
    String list(Caller.Person caller, @RequestParam(defaultValue = "") String done, Model model) {
        around(caller, model);
        model.addAttribute("done", done);
        var all = api.get(ShownToOperators.Systems.class, RESOURCE).items();
        Predicate<ShownToOperators.ConnectedSystem> removed = it -> it.removedAt() != null;
        model.addAttribute("systems", all.stream().filter(removed.negate()).toList());
        model.addAttribute("removed", all.stream().filter(removed).toList());
        model.addAttribute("once", UUID.randomUUID().toString());
        return "screens/systems";
    }

    /** Answers with the page itself, since the secret is shown this once. */
    @PostMapping
    @Nullable
    String register(
            Caller.Person caller, @RequestParam Map<String, String> form, Model model, HttpServletResponse response) {
        var wanted = wanted(form);
        if (issuerElsewhere) {
            wanted.put("clientId", form.getOrDefault("clientId", ""));
        }
        var reply =
                api.postOnceBecause(form.getOrDefault("once", ""), form.getOrDefault("reason", ""), wanted, RESOURCE);
        var refused = reply.refused();
        if (refused != null) {
            wrong(refused, form, "register", response, model);
        } else if (reply.bytes().length == 0) {
            // Sent twice: the first answer alone had the secret.
            return seeOther(
                    response,
                    reply.header("Location").orElse(RESOURCE).replaceFirst("^/api/v1", "") + "?done=system-registered");
        } else {
            response.setHeader("HX-Push-Url", "false");
            model.addAttribute("made", reply.read(ShownToOperators.ConnectedSystem.class));
        }
        return list(caller, "", model);
    }

    @GetMapping("/{systemId}")
    String show(
            Caller.Person caller,
            @PathVariable String systemId,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        around(caller, model);
        model.addAttribute("done", done);
        var reply = api.ask(ONE, systemId);
        model.addAttribute("system", reply.read(ShownToOperators.ConnectedSystem.class));
        model.addAttribute("version", reply.header("ETag").orElse("").replace("\"", ""));
        return "screens/system";
    }

    @PostMapping("/{systemId}")
    @Nullable
    String change(
            Caller.Person caller,
            @PathVariable String systemId,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response) {
        var refused = api.putVersionBecause(
                        form.getOrDefault("version", ""), form.getOrDefault("reason", ""), wanted(form), ONE, systemId)
                .refused();
        if (refused == null) {
            return seeOther(response, "/operations/systems/" + systemId + "?done=saved");
        }
        model.addAttribute("stale", refused.problem().code().equals("version-mismatch"));
        wrong(refused, form, "change", response, model);
        return show(caller, systemId, "", model);
    }

    /** Answers with the page itself likewise. */
    @PostMapping("/{systemId}/secret")
    String replaceSecret(
            Caller.Person caller,
            @PathVariable String systemId,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response) {
        var reply = api.postBecause(form.getOrDefault("reason", ""), null, ONE + "/secret", systemId);
        var refused = reply.refused();
        if (refused != null) {
            wrong(refused, form, "secret", response, model);
        } else {
            response.setHeader("HX-Push-Url", "false");
            model.addAttribute("made", reply.read(ShownToOperators.ConnectedSystem.class));
        }
        return show(caller, systemId, "", model);
    }

    @GetMapping("/{systemId}/remove")
    String askToRemove(Caller.Person caller, @PathVariable String systemId, Model model) {
        show(caller, systemId, "", model);
        var system = (ShownToOperators.ConnectedSystem) Objects.requireNonNull(model.getAttribute("system"));
        if (system.removedAt() != null) {
            throw Problem.notFound();
        }
        return "screens/remove-system";
    }

    @PostMapping("/{systemId}/remove")
    @Nullable
    String remove(
            Caller.Person caller,
            @PathVariable String systemId,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response) {
        var refused = api.deleteBecause(form.getOrDefault("reason", ""), ONE, systemId)
                .refused();
        if (refused == null) {
            return seeOther(response, "/operations/systems?done=system-removed");
        }
        wrong(refused, form, "remove", response, model);
        return askToRemove(caller, systemId, model);
    }

    private static void wrong(
            Api.Refused refused, Map<String, String> form, String failed, HttpServletResponse response, Model model) {
        wrong(refused, response, model);
        model.addAttribute("failed", failed);
        model.addAttribute("written", refused.problem().hides() ? Map.of() : form);
        model.addAttribute("wrongLines", wrongLines(refused.problem()));
    }

    /** What is wrong with a line of the locations; of line 0, with all of them. */
    record WrongLine(int line, String detail) {}

    private static List<WrongLine> wrongLines(Shown.Problem problem) {
        var errors = problem.errors();
        return (errors == null ? List.<Shown.Wrong>of() : errors)
                .stream()
                        .filter(it -> it.field().equals("locations"))
                        .map(it -> {
                            var index = String.valueOf(it.pointer()).replaceFirst("^#?/locations/?", "");
                            return new WrongLine(index.isEmpty() ? 0 : Integer.parseInt(index) + 1, it.detail());
                        })
                        .toList();
    }

    /** Locations are a line each. */
    private static Map<String, Object> wanted(Map<String, String> form) {
        var wanted = new LinkedHashMap<String, Object>();
        wanted.put("name", form.getOrDefault("name", ""));
        wanted.put(
                "locations",
                form.getOrDefault("locations", "")
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
        return wanted;
    }
}
