package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Changes several users at once: what would come of it for each, and then what became of each. */
@Controller
@RequestMapping("/customers/{customerId}/users/bulk")
class BulkScreen extends Screen {

    private static final String USER = "/api/v1/customers/{customer}/users/{user}";

    /** As many as a page of the list may have. */
    private static final int MAX = 200;

    private final Curl curl;

    BulkScreen(Api api, Frames frames, Curl curl) {
        super(api, frames);
        this.curl = curl;
    }

    /** What is done with all of them. */
    enum What {
        GROUP,
        END,
        REMOVE;

        static What of(String text) {
            return switch (text) {
                case "group" -> GROUP;
                case "end" -> END;
                case "remove" -> REMOVE;
                default -> throw Problem.notFound();
            };
        }
    }

    /**
     * @param preview absent if nothing else comes of it
     * @param wrong why it cannot be done; absent if it can
     */
    record Line(
            Shown.User user,
            Shown.@Nullable Preview preview,
            @Nullable String wrong) {}

    @PostMapping("/preview")
    String preview(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String what,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String lastDay,
            UserList list,
            HttpServletRequest request,
            Model model) {
        frames.around(caller, customerId, "users", model).require(Question.MANAGE_USERS);
        var asked = What.of(what);
        var lines = new ArrayList<Line>();
        for (var id :
                values("membershipId", request).stream().distinct().limit(MAX).toList()) {
            line(asked, group, customerId, id, lines);
        }
        var ready = lines.stream().filter(line -> line.wrong() == null).toList();
        model.addAttribute("lines", lines);
        model.addAttribute("ready", ready);
        model.addAttribute("left", leftWithNobody(customerId, ready));
        model.addAttribute("what", what);
        model.addAttribute("group", group);
        model.addAttribute("lastDay", lastDay);
        model.addAttribute("list", list);
        model.addAttribute(
                "calls",
                ready.stream()
                        .map(line -> call(asked, group, lastDay, "/customers/" + customerId, line.user()))
                        .toList());
        return "screens/bulk";
    }

    private void line(What what, String group, CustomerId customerId, String id, List<Line> lines) {
        Shown.User user;
        try {
            user = api.get(Shown.User.class, USER, customerId, id);
        } catch (Api.Refused gone) {
            return;
        }
        try {
            lines.add(new Line(
                    user,
                    switch (what) {
                        case GROUP ->
                            api.get(Shown.Preview.class, USER + "/group-preview?group={group}", customerId, id, group);
                        case REMOVE -> api.get(Shown.Preview.class, USER + "/removal-preview", customerId, id);
                        case END -> null;
                    },
                    null));
        } catch (Api.Refused refused) {
            lines.add(new Line(user, null, refused.problem().said()));
        }
    }

    /** The names of the projects that all of them together leave with nobody, although none of them alone may. */
    private List<String> leftWithNobody(CustomerId customerId, List<Line> lines) {
        var ending = new TreeMap<String, HashSet<String>>();
        for (var line : lines) {
            if (line.preview() != null) {
                line.preview()
                        .ending()
                        .forEach(access -> ending.computeIfAbsent(access.projectId(), project -> new HashSet<>())
                                .add(access.membershipId()));
            }
        }
        var left = new TreeSet<String>();
        ending.forEach((project, leaving) -> {
            var users = api.get(
                    Shown.ProjectUsers.class,
                    "/api/v1/customers/{customer}/projects/{project}/users?limit=200",
                    customerId,
                    project);
            if (users.next() == null
                    && users.items().stream()
                            .filter(user -> user.use() != null)
                            .allMatch(user -> leaving.contains(user.membershipId()))) {
                left.add(api.get(
                                Shown.Project.class,
                                "/api/v1/customers/{customer}/projects/{project}",
                                customerId,
                                project)
                        .name());
            }
        });
        return List.copyOf(left);
    }

    private Curl.Call call(What what, String group, String lastDay, String here, Shown.User user) {
        var path = here + "/users/" + user.membershipId();
        return what == What.REMOVE
                ? curl.delete(path, user.version())
                : curl.patch(path, user.version(), wanted(what, group, lastDay));
    }

    private static Map<String, @Nullable Object> wanted(What what, String group, String lastDay) {
        var wanted = new TreeMap<String, @Nullable Object>();
        if (what == What.GROUP) {
            wanted.put("group", group);
        } else {
            wanted.put("endsAt", endOf(lastDay));
        }
        return wanted;
    }

    @PostMapping
    String change(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String what,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String lastDay,
            HttpServletRequest request,
            Model model) {
        var rights = frames.around(caller, customerId, "users", model);
        rights.require(Question.MANAGE_USERS);
        var asked = What.of(what);
        var ids = values("membershipId", request);
        var versions = values("version", request);
        var outcomes = new ArrayList<Outcome>();
        for (var i = 0; i < Math.min(Math.min(ids.size(), versions.size()), MAX); i++) {
            Shown.User user;
            try {
                user = api.get(Shown.User.class, USER, customerId, ids.get(i));
            } catch (Api.Refused gone) {
                outcomes.add(new Outcome(null, null, gone.problem().said()));
                continue;
            }
            // What comes of removing one differs as soon as another is removed: only the users are compared.
            var reply = asked == What.REMOVE
                    ? api.delete(null, versions.get(i), USER, customerId, ids.get(i))
                    : api.patch(wanted(asked, group, lastDay), versions.get(i), USER, customerId, ids.get(i));
            var refused = reply.refused();
            outcomes.add(new Outcome(
                    user.fullName(),
                    user.email(),
                    refused == null ? null : refused.problem().said()));
        }
        return outcomes(outcomes, "bulk.done.title", "bulk.done." + what, model);
    }
}
