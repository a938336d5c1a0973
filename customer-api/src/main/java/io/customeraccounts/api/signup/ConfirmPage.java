package io.customeraccounts.api.signup;

import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Accounts;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.customers.CustomerState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Where the link of the confirmation mail leads. Opening it changes nothing: mail scanners do so too. */
@Anyone
@Controller
class ConfirmPage {

    private final Confirmation confirmation;
    private final RateLimits limits;
    private final boolean signInElsewhere;

    /** @param accounts absent if people sign in elsewhere */
    ConfirmPage(Confirmation confirmation, RateLimits limits, Optional<Accounts> accounts) {
        this.confirmation = confirmation;
        this.limits = limits;
        this.signInElsewhere = accounts.isEmpty();
    }

    /** All other pages of this package are there only while people sign in here. */
    @ModelAttribute("signInElsewhere")
    boolean signInElsewhere() {
        return signInElsewhere;
    }

    @GetMapping("/confirm/{secret}")
    String show(@PathVariable String secret, Model model, HttpServletRequest request, HttpServletResponse response) {
        try {
            limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
        } catch (Problem tooMany) {
            return Messages.tooMany(tooMany, model, response);
        }
        try {
            var link = confirmation.find(new Secret(secret));
            if (link.state() != CustomerState.PENDING_CONFIRMATION) {
                return ended(link.state(), model, response);
            }
            model.addAttribute("customer", link.customerName());
            model.addAttribute("secret", secret);
            return "signup/confirm";
        } catch (Problem unknown) {
            return Messages.show("confirmation-unknown", HttpStatus.NOT_FOUND.value(), model, response);
        }
    }

    @PostMapping("/confirm/{secret}")
    String confirm(
            @PathVariable String secret,
            Write write,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
        } catch (Problem tooMany) {
            return Messages.tooMany(tooMany, model, response);
        }
        try {
            var answer = confirmation.confirm(write, new Secret(secret));
            return answer.status() == HttpStatus.OK.value()
                    ? Messages.show("confirmed", HttpStatus.OK.value(), model, response)
                    : Messages.show(
                            answer.status() == HttpStatus.GONE.value() ? "confirmation-late" : "confirmation-unknown",
                            answer.status(),
                            model,
                            response);
        } catch (Problem unknown) {
            return Messages.show("confirmation-unknown", HttpStatus.NOT_FOUND.value(), model, response);
        }
    }

    private static String ended(CustomerState state, Model model, HttpServletResponse response) {
        return state.usable()
                ? Messages.show("confirmed", HttpStatus.OK.value(), model, response)
                : Messages.show("confirmation-late", HttpStatus.GONE.value(), model, response);
    }
}
