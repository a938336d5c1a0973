package io.customeraccounts.api.signup;

import static io.customeraccounts.api.problems.ProblemType.RESET_UNKNOWN;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Secret;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Sign-up")
@Embedded
@Anyone
@RestController
class PasswordsController {

    private final PasswordReset reset;
    private final RateLimits limits;

    PasswordsController(PasswordReset reset, RateLimits limits) {
        this.reset = reset;
        this.limits = limits;
    }

    @Schema(name = "PasswordResetRequest")
    record ResetRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "anna@example.org") @Nullable
            String email) {

        @Override
        public String toString() {
            return "ResetRequest[hidden]";
        }
    }

    @Schema(name = "PasswordResetRequested")
    record ResetRequested(String next) {}

    @Schema(name = "NewPassword")
    record NewPasswordRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The last part of the link in the mail.")
            @Nullable
            String secret,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "a lighthouse in the fog") @Nullable
            String password) {

        @Override
        public String toString() {
            return "NewPasswordRequest[hidden]";
        }
    }

    @Operation(
            summary = "Have a link sent to choose a new password",
            description = "Good for an hour and for once. Says the same whether the address has an account or not.")
    @MayAnswer(TOO_MANY_REQUESTS)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping(
            path = "/api/v1/password-resets",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<ResetRequested> request(HttpServletRequest request, Body<ResetRequest> body) {
        limits.count(Limit.MAIL_BY_CLIENT, RateLimits.client(request));
        var fields = new Fields();
        var email = fields.required("/email", body.read().email(), EmailAddress::parse);
        fields.check();
        limits.count(Limit.MAIL_BY_ADDRESS, email.get().canonical());
        reset.request(email.get());
        return Answer.of(HttpStatus.ACCEPTED, new ResetRequested("open-the-link-in-the-mail"));
    }

    @Operation(
            summary = "Choose a new password",
            description = "By the secret of the mail. Ends all that was opened with the former one.")
    @MayAnswer({RESET_UNKNOWN, TOO_MANY_REQUESTS})
    @PostMapping(path = "/api/v1/passwords", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<Void> complete(HttpServletRequest request, Body<NewPasswordRequest> body) {
        limits.count(Limit.SECRET_BY_CLIENT, RateLimits.client(request));
        var wanted = body.read();
        var fields = new Fields();
        var secret = fields.required("/secret", wanted.secret(), Secret::new);
        var password = fields.required("/password", wanted.password(), NewPassword::parse);
        fields.check();
        var account = reset.find(secret.get());
        fields.required(
                "/password",
                password.get().text(),
                text -> RegistrationRequest.password(
                        text, account.fullName().value(), account.email().original()));
        fields.check();
        reset.complete(secret.get(), password.get());
        return Answer.noContent();
    }
}
