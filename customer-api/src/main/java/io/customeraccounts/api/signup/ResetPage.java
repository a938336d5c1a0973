package io.customeraccounts.api.signup;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** For those who have forgotten their password: asking for the mail, and where its link leads. */
@Embedded
@Anyone
@Controller
class ResetPage {

    private final PasswordReset reset;
    private final RateLimits limits;
    private final MessageSource texts;

    ResetPage(PasswordReset reset, RateLimits limits, MessageSource texts) {
        this.reset = reset;
        this.limits = limits;
        this.texts = texts;
    }

    @GetMapping("/forgot")
    String ask() {
        return "signup/forgot";
    }

    @PostMapping("/forgot")
    String send(
            @RequestParam(defaultValue = "") String email,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        var form = new Form(texts);
        var address = form.field("email", email.strip(), EmailAddress::parse);
        if (form.isWrong()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("email", form.shown("email", email));
            model.addAttribute("errors", form.errors());
            return "signup/forgot";
        }
        try {
            limits.count(Limit.MAIL_BY_CLIENT, RateLimits.client(request));
            limits.count(Limit.MAIL_BY_ADDRESS, address.get().canonical());
        } catch (Problem tooMany) {
            return Messages.tooMany(tooMany, model, response);
        }
        reset.request(address.get());
        model.addAttribute("argument", address.get().display());
        return Messages.show("reset-sent", HttpStatus.ACCEPTED.value(), model, response);
    }

    @GetMapping("/reset/{secret}")
    String choose(@PathVariable String secret, Model model, HttpServletRequest request, HttpServletResponse response) {
        try {
            limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
        } catch (Problem tooMany) {
            return Messages.tooMany(tooMany, model, response);
        }
        try {
            return form(reset.find(new Secret(secret)).email(), secret, model);
        } catch (Problem unknown) {
            return Messages.show("reset-unknown", HttpStatus.NOT_FOUND.value(), model, response);
        }
    }

    @PostMapping("/reset/{secret}")
    String change(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String password,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
        } catch (Problem tooMany) {
            return Messages.tooMany(tooMany, model, response);
        }
        try {
            var account = reset.find(new Secret(secret));
            var form = new Form(texts);
            var chosen = form.field(
                    "password",
                    password,
                    text -> RegistrationRequest.password(
                            text, account.fullName().value(), account.email().original()));
            if (form.isWrong()) {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                model.addAttribute("errors", form.errors());
                return form(account.email(), secret, model);
            }
            reset.complete(new Secret(secret), chosen.get());
            return Messages.show("reset-done", HttpStatus.OK.value(), model, response);
        } catch (Problem unknown) {
            return Messages.show("reset-unknown", HttpStatus.NOT_FOUND.value(), model, response);
        }
    }

    private static String form(EmailAddress email, String secret, Model model) {
        model.addAttribute("email", email.display());
        model.addAttribute("secret", secret);
        return "signup/reset";
    }
}
