package io.customeraccounts.api.screens;

import io.customeraccounts.api.http.Csv;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The users that a filter shows, all of them and in its order, as a file for spreadsheets. */
@Controller
class UsersFile extends Screen {

    UsersFile(Api api, Frames frames) {
        super(api, frames);
    }

    @GetMapping("/customers/{customerId}/users/file")
    void download(
            Caller.Person caller, @PathVariable CustomerId customerId, UserList list, HttpServletResponse response)
            throws IOException {
        frames.around(caller, customerId, "users", new ExtendedModelMap()).require(Question.LIST_USERS);
        var page = api.get(Shown.Users.class, list.first().asked(customerId));
        try (var csv = Csv.to(response, "users.csv", "fullName", "email", "group", "joinedAt", "endsAt")) {
            while (true) {
                for (var user : page.items()) {
                    csv.row(user.fullName(), user.email(), user.group(), user.joinedAt(), user.endsAt());
                }
                @Nullable String next = page.next();
                if (next == null) {
                    return;
                }
                page = api.get(Shown.Users.class, list.after(next).asked(customerId));
            }
        }
    }
}
