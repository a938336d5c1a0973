package io.customeraccounts.api.signup;

import static io.customeraccounts.api.problems.ProblemType.ALREADY_REGISTERED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_ACCEPTED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_CANCELLED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_DECLINED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.Language;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Sign-up")
@Embedded
@Anyone
@RestController
@RequestMapping(path = "/api/v1/registrations", produces = MediaType.APPLICATION_JSON_VALUE)
class RegistrationsController {

    private final Registration registration;
    private final CommandTransaction transactions;
    private final RateLimits limits;

    RegistrationsController(Registration registration, CommandTransaction transactions, RateLimits limits) {
        this.registration = registration;
        this.transactions = transactions;
        this.limits = limits;
    }

    @Operation(
            summary = "Sign up",
            description =
                    "Makes an account and a customer with you as its first admin, to be confirmed by mail within 14 days. Says the same if the address has an account already; its owner is told by mail.")
    @MayAnswer(TOO_MANY_REQUESTS)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<Registration.Registered> register(HttpServletRequest request, Write write, Body<RegistrationRequest> body) {
        limits.count(Limit.SIGN_UP_BY_CLIENT, RateLimits.client(request));
        var wanted = body.read().check(languageOf(request));
        limits.count(Limit.SIGN_UP_BY_ADDRESS, wanted.email().canonical());
        return registration.register(write, wanted);
    }

    @Operation(
            summary = "Register to accept an invitation",
            description =
                    "Makes an account for the invited address, verified by the link, and no customer. Then sign in and accept.")
    @MayAnswer({
        ALREADY_REGISTERED,
        INVITATION_NOT_FOUND,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        TOO_MANY_REQUESTS
    })
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/by-invitation", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<Registration.Registered> registerInvited(
            HttpServletRequest request, Write write, Body<InvitedRegistrationRequest> body) {
        limits.count(Limit.SIGN_UP_BY_CLIENT, RateLimits.client(request));
        var wanted = body.read().check(languageOf(request));
        var invitation = registration.invitation(wanted.secret());
        var password = registration.hash(wanted.password());
        return transactions.perform(write, sender -> {
            var account = registration
                    .register(invitation, wanted.fullName(), password, wanted.language())
                    .orElseThrow(() -> Problem.of(ALREADY_REGISTERED));
            return () -> Answer.created(
                    URI.create("/api/v1/me"),
                    new Registration.Registered(account.email().original(), "accept-the-invitation"));
        });
    }

    static Language languageOf(HttpServletRequest request) {
        return Problems.language(request).equals(Locale.GERMAN) ? Language.DE : Language.EN;
    }
}
