package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Pending invitations, and below them the users. */
@Controller
@RequestMapping("/customers/{customerId}")
class UsersScreen extends Screen {

    private static final String PAGE = "screens/users";

    /** Within this time of the last mail none is sent again (rule: Invitations). */
    private static final Duration COOL_DOWN = Duration.ofMinutes(1);

    private static final Set<String> CHANGES = Set.of("customer.group-changed", "customer.membership-end-set");

    private final Clock clock;

    UsersScreen(Api api, Frames frames, Clock clock) {
        super(api, frames);
        this.clock = clock;
    }

    /** @param waitUntil from then on a mail may be sent again; absent if it may be now */
    record Row(Shown.Invitation invitation, @Nullable Instant waitUntil) {}

    @GetMapping("/users")
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            UserList list,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        model.addAttribute("done", done);
        return page(caller, customerId, list, model);
    }

    private String page(Caller.Person caller, CustomerId customerId, UserList list, Model model) {
        var rights = frames.around(caller, customerId, "users", model);
        var listed = rights.allows(Question.LIST_USERS);
        model.addAttribute("list", list);
        model.addAttribute("listed", listed);
        model.addAttribute("mayInvite", rights.allows(Question.INVITE));
        model.addAttribute("mayManage", rights.allows(Question.MANAGE_USERS));
        if (listed) {
            var customer = (Shown.Customer) Objects.requireNonNull(model.getAttribute("customer"));
            model.addAttribute(
                    "groups",
                    api.get(Shown.Groups.class, "/api/v1/groups?kind={kind}", customer.kind())
                            .items());
            model.addAttribute("invitations", invitations(customerId));
        }
        var part = listed ? list : new UserList(null, null, null, list.cursor());
        var users = api.get(Shown.Users.class, part.asked(customerId));
        model.addAttribute("users", users.items());
        model.addAttribute("next", users.next());
        model.addAttribute("once", UUID.randomUUID().toString());
        return PAGE;
    }

    private List<Row> invitations(CustomerId customerId) {
        var now = clock.instant();
        return api
                .get(
                        Shown.Invitations.class,
                        "/api/v1/customers/{customer}/invitations?state=PENDING&limit=200",
                        customerId)
                .items()
                .stream()
                .map(invitation -> {
                    var again = invitation.sentAt().plus(COOL_DOWN);
                    return new Row(invitation, again.isAfter(now) ? again : null);
                })
                .toList();
    }

    @PostMapping("/users")
    @Nullable
    String invite(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String fullName,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String once,
            UserList list,
            Model model,
            HttpServletResponse response) {
        var wanted = new LinkedHashMap<String, String>();
        wanted.put("fullName", fullName);
        wanted.put("email", email);
        if (!group.isEmpty()) {
            wanted.put("group", group);
        }
        var refused = api.postOnce(once, wanted, "/api/v1/customers/{customer}/invitations", customerId)
                .refused();
        if (refused == null) {
            return seeOther(response, list.url(path(customerId), "invited"));
        }
        wrong(refused, response, model);
        model.addAttribute("failed", "invite");
        model.addAttribute("written", refused.problem().hides() ? Map.of() : wanted);
        return page(caller, customerId, list, model);
    }

    @PostMapping("/invitations/{invitationId}/resend")
    @Nullable
    String resend(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String invitationId,
            UserList list,
            Model model,
            HttpServletResponse response) {
        var refused = api.post(
                        null, "/api/v1/customers/{customer}/invitations/{invitation}/resend", customerId, invitationId)
                .refused();
        return after(
                refused,
                list.url(path(customerId), "resent"),
                () -> page(caller, customerId, list, model),
                response,
                model);
    }

    @PostMapping("/invitations/{invitationId}/cancel")
    @Nullable
    String cancel(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String invitationId,
            UserList list,
            Model model,
            HttpServletResponse response) {
        var refused = api.delete(
                        null, "", "/api/v1/customers/{customer}/invitations/{invitation}", customerId, invitationId)
                .refused();
        return after(
                refused,
                list.url(path(customerId), "cancelled"),
                () -> page(caller, customerId, list, model),
                response,
                model);
    }

    /** @param lastDay the last day on which the membership is good, in UTC; empty for no end */
    @PostMapping("/users/{membershipId}")
    @Nullable
    String save(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String membershipId,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String lastDay,
            @RequestParam(defaultValue = "") String groupBefore,
            @RequestParam(defaultValue = "") String lastDayBefore,
            @RequestParam(defaultValue = "") String version,
            UserList list,
            Model model,
            HttpServletResponse response) {
        var wanted = changed("group", group, groupBefore, lastDay, lastDayBefore);
        var refused = api.patch(wanted, version, "/api/v1/customers/{customer}/users/{user}", customerId, membershipId)
                .refused();
        if (refused != null) {
            model.addAttribute("failedUser", membershipId);
            model.addAttribute("wantedGroup", group);
            model.addAttribute("wantedLastDay", lastDay);
            model.addAttribute("current", refused.problem().current());
            showMeanwhile(
                    refused,
                    CHANGES,
                    clock,
                    model,
                    "/api/v1/customers/{customer}/users/{user}/history",
                    customerId,
                    membershipId);
        }
        return after(
                refused,
                list.url(path(customerId), "saved"),
                () -> page(caller, customerId, list, model),
                response,
                model);
    }

    @GetMapping("/users/{membershipId}/remove")
    String askToRemove(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String membershipId,
            UserList list,
            Model model) {
        frames.around(caller, customerId, "users", model);
        var user = api.get(Shown.User.class, "/api/v1/customers/{customer}/users/{user}", customerId, membershipId);
        var preview = api.get(
                Shown.Preview.class,
                "/api/v1/customers/{customer}/users/{user}/removal-preview",
                customerId,
                membershipId);
        var invitations = new HashMap<String, @Nullable String>();
        invitations(customerId)
                .forEach(row ->
                        invitations.put(row.invitation().id(), row.invitation().fullName()));
        model.addAttribute("user", user);
        model.addAttribute("preview", preview);
        model.addAttribute(
                "invited",
                preview.cancelledInvitations().stream().map(invitations::get).toList());
        model.addAttribute("list", list);
        return "screens/remove-user";
    }

    @PostMapping("/users/{membershipId}/remove")
    @Nullable
    String remove(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String membershipId,
            @RequestParam(defaultValue = "") String version,
            @RequestParam(defaultValue = "false") String keepInvitations,
            @RequestParam(defaultValue = "") String previewVersion,
            UserList list,
            Model model,
            HttpServletResponse response) {
        var refused = api.delete(
                        null,
                        version,
                        "/api/v1/customers/{customer}/users/{user}?keepInvitations={keep}&previewVersion={preview}",
                        customerId,
                        membershipId,
                        keepInvitations,
                        // What would be kept is not in the preview.
                        keepInvitations.equals("true") ? "" : previewVersion)
                .refused();
        return after(
                refused,
                list.url(path(customerId), "removed"),
                () -> askToRemove(caller, customerId, membershipId, list, model),
                response,
                model);
    }

    private static String path(CustomerId customerId) {
        return "/customers/" + customerId + "/users";
    }
}
