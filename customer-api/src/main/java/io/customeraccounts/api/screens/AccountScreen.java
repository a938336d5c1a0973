package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where signing in leads if it was for nothing else: one's customers, the invitations for one, and what is known about one. */
@Controller
@RequestMapping("/account")
class AccountScreen extends Screen {

    AccountScreen(Api api, Frames frames) {
        super(api, frames);
    }

    @GetMapping
    String show(Caller.Person caller, @RequestParam(defaultValue = "") String done, Model model) {
        model.addAttribute("done", done);
        return page(caller, model);
    }

    private String page(Caller.Person caller, Model model) {
        frames.around(caller, "account", model);
        model.addAttribute("me", api.get(Shown.Me.class, "/api/v1/me"));
        model.addAttribute(
                "invitations",
                api.get(Shown.MyInvitations.class, "/api/v1/me/invitations").items());
        model.addAttribute(
                "messages",
                api.get(Shown.MyMessages.class, "/api/v1/me/messages").items());
        return "screens/account";
    }

    @PostMapping("/invitations/{invitationId}/{answer}")
    @Nullable
    String answer(
            Caller.Person caller,
            @PathVariable String invitationId,
            @PathVariable String answer,
            Model model,
            HttpServletResponse response) {
        if (!answer.equals("accept") && !answer.equals("decline")) {
            throw Problem.notFound();
        }
        var refused = api.post(null, "/api/v1/invitations/{invitation}/{answer}", invitationId, answer)
                .refused();
        return after(
                refused,
                "/account?done=" + (answer.equals("accept") ? "accepted" : "declined"),
                () -> page(caller, model),
                response,
                model);
    }

    @PostMapping("/messages/{messageId}/acknowledge")
    @Nullable
    String acknowledge(
            Caller.Person caller, @PathVariable String messageId, Model model, HttpServletResponse response) {
        var refused = api.post(null, "/api/v1/me/messages/{message}/acknowledge", messageId)
                .refused();
        return after(refused, "/account?done=" + "acknowledged", () -> page(caller, model), response, model);
    }

    /** Sends the confirmation mail of a customer again. */
    @PostMapping("/customers/{customerId}/confirmation")
    @Nullable
    String resend(Caller.Person caller, @PathVariable String customerId, Model model, HttpServletResponse response) {
        var refused = api.post(null, "/api/v1/customers/{customer}/confirmation/resend", customerId)
                .refused();
        return after(refused, "/account?done=confirmation-sent", () -> page(caller, model), response, model);
    }

    /** For pages and mails; the page that follows is in it. */
    @PostMapping("/language")
    @Nullable
    String choose(
            Caller.Person caller,
            @RequestParam(defaultValue = "") String language,
            Model model,
            HttpServletResponse response) {
        var refused =
                api.put(Map.of("language", language), "", "/api/v1/me/language").refused();
        return after(refused, "/account?done=saved", () -> page(caller, model), response, model);
    }

    @PostMapping("/customers")
    @Nullable
    String open(
            Caller.Person caller,
            @RequestParam(defaultValue = "") String name,
            Model model,
            HttpServletResponse response) {
        var refused = api.post(Map.of("name", name), "/api/v1/customers").refused();
        if (refused != null) {
            model.addAttribute("failed", "open");
            model.addAttribute("name", refused.problem().hides() ? "" : name);
        }
        return after(refused, "/account?done=" + "opened", () -> page(caller, model), response, model);
    }
}
