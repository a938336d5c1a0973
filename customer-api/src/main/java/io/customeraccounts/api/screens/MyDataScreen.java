package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
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

/** What is stored about the one who is signed in, and where; why they are a user of a customer, and how that ends. */
@Controller
@RequestMapping("/account")
class MyDataScreen extends Screen {

    MyDataScreen(Api api, Frames frames) {
        super(api, frames);
    }

    @GetMapping("/data")
    String data(Caller.Person caller, Model model) {
        frames.around(caller, "account", model);
        model.addAttribute("data", mine());
        return "screens/my-data";
    }

    private Shown.MyData mine() {
        return api.get(Shown.MyData.class, "/api/v1/me/data");
    }

    @GetMapping("/data/file")
    void file(Caller.Person caller, HttpServletResponse response) {
        api.send(response, "GET", "application/json", "/api/v1/me/data");
    }

    /** @param confirmation one of the person's addresses, typed */
    @PostMapping("/erasure")
    @Nullable
    String erase(
            Caller.Person caller,
            @RequestParam(defaultValue = "") String confirmation,
            Model model,
            HttpServletResponse response) {
        var refused = api.post(Map.of("confirmation", confirmation), "/api/v1/me/erasure")
                .refused();
        if (refused == null) {
            return seeOther(response, "/sign-in");
        }
        wrong(refused, response, model);
        return data(caller, model);
    }

    @GetMapping("/memberships/{membershipId}")
    String membership(Caller.Person caller, @PathVariable String membershipId, Model model) {
        frames.around(caller, "account", model);
        var membership = find(membershipId);
        model.addAttribute("membership", membership);
        model.addAttribute(
                "invited",
                mine().invitations().stream()
                        .filter(it -> it.customerId().equals(membership.customerId()))
                        .map(Shown.StoredInvitation::invitedAt)
                        .filter(it -> !it.isAfter(membership.joinedAt()))
                        .reduce((earlier, later) -> later.isAfter(earlier) ? later : earlier)
                        .orElse(null));
        model.addAttribute(
                "projects",
                api.get(
                                Shown.MyProjects.class,
                                "/api/v1/customers/{customer}/users/{user}/projects?limit=200",
                                membership.customerId(),
                                membershipId)
                        .items());
        return "screens/membership";
    }

    private Shown.Membership find(String membershipId) {
        List<Shown.Membership> all =
                api.get(Shown.Memberships.class, "/api/v1/me/memberships").items();
        return all.stream()
                .filter(it -> it.membershipId().equals(membershipId))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    @PostMapping("/memberships/{membershipId}/leave")
    @Nullable
    String leave(Caller.Person caller, @PathVariable String membershipId, Model model, HttpServletResponse response) {
        var refused = api.post(
                        null,
                        "/api/v1/customers/{customer}/leave",
                        find(membershipId).customerId())
                .refused();
        if (refused == null) {
            return seeOther(response, "/account?done=left");
        }
        wrong(refused, response, model);
        return membership(caller, membershipId, model);
    }
}
