package io.customeraccounts.api.signup;

import static io.customeraccounts.api.problems.ProblemType.CONFIRMATION_UNKNOWN;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.Secret;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Sign-up")
@RestController
class ConfirmationsController {

    private final Confirmation confirmation;
    private final RateLimits limits;

    ConfirmationsController(Confirmation confirmation, RateLimits limits) {
        this.confirmation = confirmation;
        this.limits = limits;
    }

    @Schema(name = "ConfirmationSecret")
    record SecretRequest(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    description = "The last part of the link in the confirmation mail.")
            @Nullable
            String secret) {

        @Override
        public String toString() {
            return "SecretRequest[hidden]";
        }
    }

    @Operation(
            summary = "Confirm a customer",
            description =
                    "By the secret of the last confirmation mail. Needs no sign-in; a second time changes nothing.")
    @MayAnswer({CONFIRMATION_UNKNOWN, CUSTOMER_EXPIRED, CUSTOMER_CLOSED, TOO_MANY_REQUESTS})
    @Anyone
    @PostMapping(
            path = "/api/v1/confirmations",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<Confirmation.Confirmed> confirm(HttpServletRequest request, Write write, Body<SecretRequest> body) {
        limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
        var fields = new Fields();
        var secret = fields.required("/secret", body.read().secret(), Secret::new);
        fields.check();
        return confirmation.confirm(write, secret.get());
    }
}
