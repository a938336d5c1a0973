package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Addresses without a page of their own. */
@Controller
class HomeScreen extends Screen {

    HomeScreen(Api api, Frames frames) {
        super(api, frames);
    }

    @Anyone
    @GetMapping("/")
    @Nullable
    String home(HttpServletResponse response) {
        return seeOther(response, "/account");
    }

    /** To the first section that one may see. */
    @GetMapping("/customers/{customerId}")
    @Nullable
    String customer(Caller.Person caller, @PathVariable CustomerId customerId, HttpServletResponse response) {
        var sections = frames.sections(caller, customerId);
        return seeOther(
                response, sections.isEmpty() ? "/account" : sections.getFirst().path());
    }
}
