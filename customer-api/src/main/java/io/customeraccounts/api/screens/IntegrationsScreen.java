package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.api.security.Scope;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/** What is connected with the customer: programs that it lets in, systems that apply what it decides, and where events come out. */
@Controller
@RequestMapping("/customers/{customerId}/integrations")
class IntegrationsScreen extends Screen {

    private static final String PAGE = "screens/integrations";
    private static final String RESOURCE = "/api/v1/customers/{customer}";

    private final String baseUrl;

    /** Whether tokens are made elsewhere, and customers therefore have no clients here. */
    private final boolean issuerElsewhere;

    IntegrationsScreen(
            Api api,
            Frames frames,
            @Value("${customer-accounts.base-url}") String baseUrl,
            @Value("${customer-accounts.issuer:}") String issuer) {
        super(api, frames);
        this.baseUrl = baseUrl;
        this.issuerElsewhere = StringUtils.hasText(issuer);
    }

    static boolean isFor(Rights rights) {
        return rights.allows(Question.MANAGE_CLIENTS) || rights.allows(Question.READ_HISTORY);
    }

    @GetMapping
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        model.addAttribute("done", done);
        return page(caller, customerId, model);
    }

    private String page(Caller.Person caller, CustomerId customerId, Model model) {
        var rights = frames.around(caller, customerId, "integrations", model);
        if (!isFor(rights)) {
            rights.require(Question.MANAGE_CLIENTS);
        }
        var mayManage = rights.allows(Question.MANAGE_CLIENTS) && !issuerElsewhere;
        model.addAttribute("mayManage", mayManage);
        if (mayManage) {
            model.addAttribute(
                    "clients",
                    api.get(Shown.Clients.class, RESOURCE + "/clients", customerId)
                            .items());
            model.addAttribute(
                    "scopes", Arrays.stream(Scope.values()).map(Scope::text).toList());
            model.addAttribute("once", UUID.randomUUID().toString());
        }
        model.addAttribute("systems", api.get(Shown.Confirmation.class, RESOURCE + "/systems", customerId));
        model.addAttribute("mayRead", rights.allows(Question.READ_HISTORY));
        model.addAttribute("feed", baseUrl + "/api/v1/events?customer=" + customerId);
        model.addAttribute("tokens", baseUrl + "/oauth2/token");
        return PAGE;
    }

    /** Answers with the page itself, since the secret is shown this once. */
    @PostMapping("/clients")
    String make(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String days,
            @RequestParam(defaultValue = "") String once,
            HttpServletRequest request,
            Model model,
            HttpServletResponse response) {
        var scopes = request.getParameterValues("scopes");
        var chosen = scopes == null ? List.<String>of() : List.of(scopes);
        var wanted = new LinkedHashMap<String, Object>();
        wanted.put("name", name);
        wanted.put("scopes", chosen);
        if (!days.isBlank()) {
            wanted.put("days", days.strip().matches("\\d{1,9}") ? Integer.valueOf(days.strip()) : days);
        }
        var reply = api.postOnce(once, wanted, RESOURCE + "/clients", customerId);
        var refused = reply.refused();
        if (refused == null) {
            response.setHeader("HX-Push-Url", "false");
            model.addAttribute("made", reply.read(Shown.Client.class));
        } else {
            wrong(refused, response, model);
            model.addAttribute("failed", "client");
            model.addAttribute("written", refused.problem().hides() ? Map.of() : Map.of("name", name, "days", days));
            model.addAttribute("chosen", chosen);
        }
        return page(caller, customerId, model);
    }

    @GetMapping("/clients/{clientId}/revoke")
    String askToRevoke(
            Caller.Person caller, @PathVariable CustomerId customerId, @PathVariable String clientId, Model model) {
        frames.around(caller, customerId, "integrations", model);
        if (issuerElsewhere) {
            throw Problem.notFound();
        }
        model.addAttribute("client", api.get(Shown.Client.class, RESOURCE + "/clients/{client}", customerId, clientId));
        return "screens/revoke-client";
    }

    @PostMapping("/clients/{clientId}/revoke")
    @Nullable
    String revoke(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String clientId,
            Model model,
            HttpServletResponse response) {
        var refused = api.delete(null, "", RESOURCE + "/clients/{client}", customerId, clientId)
                .refused();
        if (refused == null) {
            return seeOther(response, "/customers/" + customerId + "/integrations?done=revoked");
        }
        wrong(refused, response, model);
        return page(caller, customerId, model);
    }
}
