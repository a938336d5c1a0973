package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
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

/**
 * The people of all customers that a partner manages. Whom somebody looks for is sent in the body, so that it stands in no
 * address, history of a browser or log.
 */
@Controller
@RequestMapping("/customers/{customerId}/administration/people")
class PeopleScreen extends Screen {

    private static final String PAGE = "screens/people";
    private static final String RESOURCE = "/api/v1/customers/{customer}/people";

    PeopleScreen(Api api, Frames frames) {
        super(api, frames);
    }

    private void around(Caller.Person caller, CustomerId customerId, Model model) {
        AdministrationScreen.around(frames, Question.ADMINISTER_PEOPLE, caller, customerId, model);
    }

    @GetMapping
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        around(caller, customerId, model);
        model.addAttribute("done", done);
        return PAGE;
    }

    @PostMapping
    String search(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "") String cursor,
            Model model,
            HttpServletResponse response) {
        around(caller, customerId, model);
        var wanted = cursor.isEmpty() ? Map.of("search", search) : Map.of("search", search, "cursor", cursor);
        var reply = api.post(wanted, RESOURCE + "/searches", customerId);
        var refused = reply.refused();
        model.addAttribute("search", search);
        if (refused != null) {
            wrong(refused, response, model);
            if (refused.problem().hides()) {
                model.addAttribute("search", "");
            }
            return PAGE;
        }
        var people = reply.read(ShownToPartners.People.class);
        model.addAttribute("people", people.items());
        model.addAttribute("next", people.next());
        return PAGE;
    }

    @PostMapping("/{personId}/data")
    void data(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String personId,
            Model model,
            HttpServletResponse response) {
        around(caller, customerId, model);
        api.send(response, "POST", "application/json", RESOURCE + "/{person}/data", customerId, personId);
    }

    /**
     * @param name of the person, as the list showed it
     * @param confirmation the same, typed; absent when the page is only asked for
     */
    @PostMapping("/{personId}/erase")
    @Nullable
    String erase(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String personId,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable String confirmation,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        // It is asked for by a form, so it is no page to come back to.
        response.setHeader("HX-Push-Url", "false");
        model.addAttribute("name", name);
        model.addAttribute("at", "/customers/" + customerId + "/administration/people");
        model.addAttribute("personId", personId);
        model.addAttribute("reason", reason);
        if (confirmation != null) {
            if (!confirmation.strip().equals(name)) {
                response.setStatus(422);
                model.addAttribute("mismatch", true);
            } else {
                var refused = api.postBecause(reason, null, RESOURCE + "/{person}/erasure", customerId, personId)
                        .refused();
                if (refused == null) {
                    return seeOther(response, "/customers/" + customerId + "/administration/people?done=erased");
                }
                wrong(refused, response, model);
            }
        }
        around(caller, customerId, model);
        return "screens/erase-person";
    }
}
