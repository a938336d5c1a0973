package io.customeraccounts.api.signup;

import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.api.security.SignIns;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationEnded;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.invitations.InvitationOffer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The registration page, with a company or by the link of an invitation. */
@Embedded
@Anyone
@Controller
class RegisterPage {

    private static final String FORM = "signup/register";
    private static final String INVITED_FORM = "signup/register-invited";
    private static final String MESSAGE = "signup/message";

    private final Registration registration;
    private final SignIns signIns;
    private final RateLimits limits;
    private final MessageSource texts;

    RegisterPage(Registration registration, SignIns signIns, RateLimits limits, MessageSource texts) {
        this.registration = registration;
        this.signIns = signIns;
        this.limits = limits;
        this.texts = texts;
    }

    @GetMapping("/register")
    String show(
            @RequestParam(required = false) @Nullable String invitation, Model model, HttpServletResponse response) {
        if (invitation == null) {
            return FORM;
        }
        var offer = find(invitation, model, response);
        if (offer == null) {
            return MESSAGE;
        }
        model.addAttribute("fullName", offer.fullName());
        return invited(offer, invitation, model);
    }

    @PostMapping(path = "/register", params = "!invitation")
    String register(
            @RequestParam(defaultValue = "") String fullName,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String companyName,
            Write write,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        var form = new Form(texts);
        var name = form.field("fullName", fullName, FullName::new);
        var address = form.field("email", email.strip(), EmailAddress::parse);
        var company = form.field("companyName", companyName, CustomerName::new);
        var chosen = form.field(
                "password", password, text -> RegistrationRequest.password(text, fullName, email, companyName));
        model.addAttribute("fullName", form.shown("fullName", fullName));
        model.addAttribute("email", form.shown("email", email));
        model.addAttribute("companyName", form.shown("companyName", companyName));
        if (form.isWrong()) {
            return again(FORM, form, model, response);
        }
        try {
            limits.count(Limit.SIGN_UP_BY_CLIENT, RateLimits.client(request));
            limits.count(Limit.SIGN_UP_BY_ADDRESS, address.get().canonical());
        } catch (Problem tooMany) {
            return Messages.tooMany(tooMany, model, response);
        }
        var answer = registration.register(
                write,
                new Registration.Request(
                        name.get(),
                        address.get(),
                        chosen.get(),
                        company.get(),
                        RegistrationsController.languageOf(request)));
        if (answer.status() >= HttpStatus.BAD_REQUEST.value()) {
            return Messages.show("failed", answer.status(), model, response);
        }
        model.addAttribute("argument", address.get().display());
        return Messages.show("registered", HttpStatus.ACCEPTED.value(), model, response);
    }

    @PostMapping(path = "/register", params = "invitation")
    @Nullable
    String registerInvited(
            @RequestParam String invitation,
            @RequestParam(defaultValue = "") String fullName,
            @RequestParam(defaultValue = "") String password,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            limits.count(Limit.SIGN_UP_BY_CLIENT, RateLimits.client(request));
        } catch (Problem tooMany) {
            return Messages.tooMany(tooMany, model, response);
        }
        var offer = find(invitation, model, response);
        if (offer == null) {
            return MESSAGE;
        }
        var form = new Form(texts);
        var name = form.field("fullName", fullName, FullName::new);
        var chosen = form.field(
                "password",
                password,
                text -> RegistrationRequest.password(
                        text, fullName, Registration.address(offer).original()));
        model.addAttribute("fullName", form.shown("fullName", fullName));
        if (form.isWrong()) {
            again(INVITED_FORM, form, model, response);
            return invited(offer, invitation, model);
        }
        var account = registration.register(
                offer, name.get(), registration.hash(chosen.get()), RegistrationsController.languageOf(request));
        if (account.isEmpty()) {
            return invited(offer, invitation, model);
        }
        // The link has proven the mailbox and the password was chosen a moment ago: there is nothing to ask for again.
        signIns.begin(account.get().id(), request, response);
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, "/invitation/" + invitation);
        return null;
    }

    private @Nullable InvitationOffer find(String invitation, Model model, HttpServletResponse response) {
        try {
            return registration.invitation(new Secret(invitation));
        } catch (InvitationEnded ended) {
            Messages.show("invitation-ended", HttpStatus.GONE.value(), model, response);
        } catch (Problem unknown) {
            Messages.show("invitation-unknown", HttpStatus.NOT_FOUND.value(), model, response);
        }
        return null;
    }

    private String invited(InvitationOffer offer, String invitation, Model model) {
        model.addAttribute("invitation", invitation);
        model.addAttribute("customer", offer.customerName());
        model.addAttribute("email", Registration.address(offer).display());
        model.addAttribute("hasAccount", registration.hasAccount(offer));
        return INVITED_FORM;
    }

    private static String again(String page, Form form, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("errors", form.errors());
        return page;
    }
}
