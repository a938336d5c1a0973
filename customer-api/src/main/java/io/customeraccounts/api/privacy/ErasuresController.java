package io.customeraccounts.api.privacy;

import static io.customeraccounts.api.problems.ProblemType.CONFIRMATION_MISMATCH;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.privacy.Erasures;
import io.customeraccounts.projections.privacy.Erasures.Request;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Privacy")
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ErasuresController {

    private final Permissions permissions;
    private final Erasure erasure;
    private final Erasures erasures;

    ErasuresController(Permissions permissions, Erasure erasure, Erasures erasures) {
        this.permissions = permissions;
        this.erasure = erasure;
        this.erasures = erasures;
    }

    @Schema(name = "EraseMe")
    record EraseMeRequest(
            @Schema(
                    description = "One of your e-mail addresses, typed by you.",
                    example = "anna@example.org",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String confirmation) {}

    @Operation(
            summary = "Erase me",
            description =
                    "For good: your memberships end, also where nobody else administers the customer; the key of your data is destroyed, and every copy of them is deleted. What you have done stays in the history, without your name.")
    @MayAnswer(CONFIRMATION_MISMATCH)
    @PostMapping(path = "/me/erasure", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<ReceiptJson> eraseMe(Caller.Person caller, Write write, Body<EraseMeRequest> body) {
        var fields = new Fields();
        var confirmation = fields.required("/confirmation", body.read().confirmation(), text -> text);
        fields.check();
        var profile = caller.profile();
        var typed = confirmation.get().strip();
        if (Stream.concat(profile.verified().stream(), profile.unverified().stream())
                .noneMatch(email -> email.original().equalsIgnoreCase(typed))) {
            throw Problem.of(CONFIRMATION_MISMATCH);
        }
        return erasure.erase(write, caller.actor(), profile.personId());
    }

    @Operation(
            summary = "Erase a person",
            description =
                    "For operators, for good. Needs the header Reason. Their memberships end, also where nobody else administers the customer; the key of their data is destroyed, and every copy of them is deleted.")
    @MayAnswer({NOT_PERMITTED, REASON_REQUIRED})
    @PostMapping("/operations/persons/{personId}/erasure")
    Answer<ReceiptJson> erase(Caller caller, @PathVariable PersonId personId, Write write) {
        var operator = permissions.requireOperator(caller);
        if (write.reason().isEmpty()) {
            throw Problem.of(REASON_REQUIRED);
        }
        return erasure.erase(write, operator, personId);
    }

    @Schema(
            name = "ErasureRequest",
            description = "A partner's wish that an operator erases somebody who is in other customers too.")
    record ErasureRequestJson(UUID personId, UUID partnerId, UUID requestedBy, Instant requestedAt) {

        static ErasureRequestJson of(Request request) {
            return new ErasureRequestJson(
                    request.personId().value(),
                    request.partnerId().value(),
                    request.requestedBy().value(),
                    request.requestedAt());
        }
    }

    @Operation(summary = "List erasure requests", description = "For operators. Those that wait, the oldest first.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping("/operations/erasure-requests")
    Answer<PageJson<ErasureRequestJson>> requests(Caller caller) {
        permissions.requireOperator(caller);
        return Answer.ok(new PageJson<>(
                erasures.requests().stream().map(ErasureRequestJson::of).toList(), null));
    }
}
