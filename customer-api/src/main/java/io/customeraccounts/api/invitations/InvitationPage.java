package io.customeraccounts.api.invitations;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Accounts;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.api.security.SignIns;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.invitations.InvitationOffer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Where the link of the invitation mail leads. Opening it changes nothing: mail scanners do so too. Accepting and declining
 * are forms.
 */
@Anyone
@Controller
@RequestMapping("/invitation/{secret}")
class InvitationPage {

    private static final String OFFER = "invitations/offer";
    private static final String DONE = "invitations/done";
    private static final String PROBLEM = "invitations/problem";

    private final Answering answering;
    private final Problems problems;
    private final RateLimits limits;
    private final boolean signInHere;
    private final boolean registerHere;

    /** @param accounts absent if people sign in elsewhere */
    InvitationPage(
            Answering answering, Problems problems, RateLimits limits, SignIns signIns, Optional<Accounts> accounts) {
        this.answering = answering;
        this.problems = problems;
        this.limits = limits;
        this.signInHere = signIns.offered();
        this.registerHere = accounts.isPresent();
    }

    @GetMapping
    String show(
            @PathVariable String secret,
            Caller.@Nullable Person caller,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            var offer = open(secret, request);
            answering.refuseUnlessFor(offer, caller == null ? null : caller.profile());
            model.addAttribute("secret", secret);
            model.addAttribute("customer", offer.customerName());
            model.addAttribute("inviter", offer.inviterName());
            model.addAttribute("group", offer.group().value());
            model.addAttribute("email", shown(offer));
            model.addAttribute("expiresAt", offer.expiresAt());
            model.addAttribute(
                    "signedInAs",
                    caller == null ? null : caller.profile().fullName().value());
            model.addAttribute("signInHere", signInHere);
            model.addAttribute("registerHere", registerHere);
            return OFFER;
        } catch (Problem problem) {
            return show(problem, secret, model, request, response);
        } catch (CustomerRefusal refusal) {
            return show(problems.of(refusal), secret, model, request, response);
        }
    }

    private static String shown(InvitationOffer offer) {
        var email = offer.email();
        return email == null ? "" : EmailAddress.parse(email).display();
    }

    @Nullable
    @PostMapping("/accept")
    String accept(
            @PathVariable String secret,
            Caller.@Nullable Person caller,
            Write write,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (caller == null) {
            response.setStatus(HttpStatus.SEE_OTHER.value());
            response.setHeader(HttpHeaders.LOCATION, "/invitation/" + secret);
            return null;
        }
        try {
            var offer = open(secret, request);
            var answer = answering.accept(write, offer, caller.profile(), new Secret(secret));
            return done("accepted", answer, offer, secret, model, request, response);
        } catch (Problem problem) {
            return show(problem, secret, model, request, response);
        }
    }

    @PostMapping("/decline")
    String decline(
            @PathVariable String secret,
            Caller.@Nullable Person caller,
            Write write,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            var offer = open(secret, request);
            var person = caller == null ? null : caller.profile();
            var answer = answering.decline(write, offer, person, new Secret(secret));
            return done("declined", answer, offer, secret, model, request, response);
        } catch (Problem problem) {
            return show(problem, secret, model, request, response);
        }
    }

    private InvitationOffer open(String secret, HttpServletRequest request) {
        limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
        return answering.byLink(new Secret(secret));
    }

    private String done(
            String what,
            Answer<?> answer,
            InvitationOffer offer,
            String secret,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (answer.status() >= HttpStatus.BAD_REQUEST.value()) {
            return show(answer.problem().orElseThrow(), secret, model, request, response);
        }
        model.addAttribute("what", what);
        model.addAttribute("customer", offer.customerName());
        model.addAttribute("customerId", offer.customerId().toString());
        model.addAttribute("signInHere", signInHere);
        return DONE;
    }

    /** What has happened, and the one thing to do next. */
    private String show(
            Problem problem, String secret, Model model, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(problem.type().status());
        problem.headers().forEach(response::setHeader);
        var words = Problems.words(problem.type(), Problems.language(request));
        model.addAllAttributes(Map.of(
                "title",
                words.title(),
                "happened",
                words.happened(),
                "todo",
                words.todo(),
                "secret",
                secret,
                "wrongAccount",
                problem.type() == ProblemType.INVITATION_EMAIL_MISMATCH,
                "accepted",
                problem.type() == ProblemType.INVITATION_ACCEPTED,
                "signInHere",
                signInHere));
        return PROBLEM;
    }
}
