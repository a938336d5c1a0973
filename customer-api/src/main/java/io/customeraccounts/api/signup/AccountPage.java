package io.customeraccounts.api.signup;

import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.projections.users.Users;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Where signing in leads if it was for nothing else: who one is, and which customers one belongs to. */
@Embedded
@Controller
class AccountPage {

    private final Users users;
    private final Permissions permissions;
    private final Confirmation confirmation;

    AccountPage(Users users, Permissions permissions, Confirmation confirmation) {
        this.users = users;
        this.permissions = permissions;
        this.confirmation = confirmation;
    }

    @GetMapping("/account")
    String show(Caller.Person caller, Model model) {
        var person = caller.profile();
        model.addAttribute("name", person.fullName().value());
        model.addAttribute(
                "emails",
                Stream.concat(person.verified().stream(), person.unverified().stream())
                        .sorted(Comparator.comparing(EmailAddress::canonical))
                        .map(EmailAddress::display)
                        .toList());
        model.addAttribute("memberships", users.membershipsOf(person.personId()));
        return "signup/account";
    }

    @PostMapping("/account/customers/{customerId}/confirmation")
    String resend(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            Write write,
            Model model,
            HttpServletResponse response) {
        try {
            permissions.require(Question.RESEND_CONFIRMATION, caller, customerId);
        } catch (Problem | CustomerRefusal refused) {
            return Messages.show("failed", HttpStatus.NOT_FOUND.value(), model, response);
        }
        var answer = confirmation.resend(write, customerId, caller.actor());
        var sent = answer.status() < HttpStatus.BAD_REQUEST.value();
        return sent
                ? Messages.show("resent", HttpStatus.OK.value(), model, response)
                : Messages.show(
                        answer.status() == HttpStatus.TOO_MANY_REQUESTS.value() ? "too-many" : "failed",
                        answer.status(),
                        model,
                        response);
    }
}
