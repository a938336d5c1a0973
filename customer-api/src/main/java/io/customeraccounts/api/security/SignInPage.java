package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.InvalidValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people sign in and out. A wrong password and an unknown address have the same answer, in the same time. */
@Embedded
@Anyone
@Controller
class SignInPage {

    static final String PATH = "/sign-in";

    /** Longer than any password that was ever accepted. */
    private static final int MAX_GIVEN = 1_000;

    private final Accounts accounts;
    private final SignIns signIns;
    private final RateLimits limits;

    SignInPage(Accounts accounts, SignIns signIns, RateLimits limits) {
        this.accounts = accounts;
        this.signIns = signIns;
        this.limits = limits;
    }

    /** The page that leads back to where the request wanted to go. */
    static String before(HttpServletRequest request) {
        var query = request.getQueryString();
        var target = request.getRequestURI() + (query == null ? "" : "?" + query);
        return PATH + "?continue=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
    }

    @GetMapping(PATH)
    String show(@RequestParam(name = "continue", required = false) @Nullable String target, Model model) {
        model.addAttribute("target", LocalAddress.of(target));
        return "signup/sign-in";
    }

    @PostMapping(PATH)
    @Nullable
    String signIn(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(name = "continue", required = false) @Nullable String target,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        var subject = address(email).map(EmailAddress::canonical).orElse("");
        try {
            limits.count(Limit.SIGN_IN_BY_CLIENT, RateLimits.client(request));
            limits.count(Limit.SIGN_IN_BY_ADDRESS, subject);
        } catch (Problem tooMany) {
            tooMany.headers().forEach(response::setHeader);
            return again("too-many", email, target, HttpStatus.TOO_MANY_REQUESTS, model, response);
        }
        var account = address(email)
                .filter(it -> password.length() <= MAX_GIVEN)
                .flatMap(it -> accounts.authenticate(it, password));
        if (account.isEmpty()) {
            return again("wrong", email, target, HttpStatus.UNPROCESSABLE_CONTENT, model, response);
        }
        limits.forgive(Limit.SIGN_IN_BY_ADDRESS, subject);
        limits.forgive(Limit.SIGN_IN_BY_CLIENT, RateLimits.client(request));
        signIns.begin(account.get().id(), request, response);
        return seeOther(response, LocalAddress.of(target));
    }

    private static String again(
            String error,
            String email,
            @Nullable String target,
            HttpStatus status,
            Model model,
            HttpServletResponse response) {
        response.setStatus(status.value());
        model.addAttribute("error", error);
        model.addAttribute("email", email);
        model.addAttribute("target", LocalAddress.of(target));
        return "signup/sign-in";
    }

    /** @param target where to go on without being signed in; the page to sign in if absent */
    @PostMapping("/sign-out")
    @Nullable
    String signOut(
            @RequestParam(name = "continue", required = false) @Nullable String target,
            HttpServletRequest request,
            HttpServletResponse response) {
        signIns.endEverywhere(request, response);
        return seeOther(response, target == null ? PATH : LocalAddress.of(target));
    }

    /** Written out, because Spring takes braces in an address for variables. */
    static @Nullable String seeOther(HttpServletResponse response, String path) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, path);
        return null;
    }

    private static Optional<EmailAddress> address(String text) {
        try {
            return Optional.of(EmailAddress.parse(text.strip()));
        } catch (InvalidValue noAddress) {
            return Optional.empty();
        }
    }
}
