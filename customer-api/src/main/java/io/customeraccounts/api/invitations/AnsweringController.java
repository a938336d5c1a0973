package io.customeraccounts.api.invitations;

import static io.customeraccounts.api.problems.ProblemType.ALREADY_A_USER;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.EMAIL_NOT_VERIFIED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_ACCEPTED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_CANCELLED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_DECLINED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_EMAIL_MISMATCH;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.InvitationId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answering an invitation, by the secret of its link or, signed in with a verified address, by its id. */
@Tag(name = "Answering invitations")
@RestController
@RequestMapping(path = "/api/v1/invitations", produces = MediaType.APPLICATION_JSON_VALUE)
class AnsweringController {

    private final Answering answering;
    private final RateLimits limits;

    AnsweringController(Answering answering, RateLimits limits) {
        this.answering = answering;
        this.limits = limits;
    }

    @Operation(
            summary = "Look at an invitation by its link",
            description =
                    "Changes nothing. If you are signed in with an account of another address, the customer is not shown.")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        INVITATION_EMAIL_MISMATCH,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        TOO_MANY_REQUESTS
    })
    @Anyone
    @PostMapping(path = "/preview", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<OfferJson> preview(Caller.@Nullable Person caller, HttpServletRequest request, Body<SecretRequest> body) {
        countSecret(request);
        var offer = answering.byLink(body.read().check());
        answering.refuseUnlessFor(offer, caller == null ? null : caller.profile());
        return Answer.ok(OfferJson.of(offer));
    }

    @Operation(
            summary = "Accept an invitation by its link",
            description =
                    "One of your addresses must be the invited one; it need not be verified, since the link proves the mailbox. Accepting again answers as the first time.")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        INVITATION_EMAIL_MISMATCH,
        ALREADY_A_USER,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        CUSTOMER_CLOSED,
        TOO_MANY_REQUESTS
    })
    @PostMapping(path = "/accept", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<AcceptedJson> acceptByLink(
            Caller.Person caller, HttpServletRequest request, Write write, Body<SecretRequest> body) {
        count(caller);
        countSecret(request);
        var secret = body.read().check();
        return answering.accept(write, answering.byLink(secret), caller.profile(), secret);
    }

    @Operation(summary = "Decline an invitation by its link", description = "Needs no sign-in.")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        TOO_MANY_REQUESTS
    })
    @Anyone
    @PostMapping(path = "/decline", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<Void> declineByLink(
            Caller.@Nullable Person caller, HttpServletRequest request, Write write, Body<SecretRequest> body) {
        countSecret(request);
        var secret = body.read().check();
        var person = caller == null ? null : caller.profile();
        return answering.decline(write, answering.byLink(secret), person, secret);
    }

    @Operation(
            summary = "Accept an invitation to a verified address of yours",
            description = "Without the link; the invitation must be to one of your verified addresses.")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        EMAIL_NOT_VERIFIED,
        ALREADY_A_USER,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        CUSTOMER_CLOSED,
        TOO_MANY_REQUESTS
    })
    @PostMapping("/{invitationId}/accept")
    Answer<AcceptedJson> acceptById(Caller.Person caller, @PathVariable InvitationId invitationId, Write write) {
        var person = caller.profile();
        count(caller);
        return answering.accept(write, answering.byId(invitationId, person), person, null);
    }

    @Operation(summary = "Decline an invitation to a verified address of yours")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        EMAIL_NOT_VERIFIED,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        TOO_MANY_REQUESTS
    })
    @PostMapping("/{invitationId}/decline")
    Answer<Void> declineById(Caller.Person caller, @PathVariable InvitationId invitationId, Write write) {
        var person = caller.profile();
        count(caller);
        return answering.decline(write, answering.byId(invitationId, person), person, null);
    }

    /** Nobody guesses 256 bits; so that nobody tries. */
    private void countSecret(HttpServletRequest request) {
        limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
    }

    private void count(Caller.Person caller) {
        limits.count(Limit.ANSWER_BY_CALLER, caller.actor().asText());
    }
}
