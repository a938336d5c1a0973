package io.customeraccounts.api.mail;

import static io.customeraccounts.api.problems.ProblemType.MALFORMED_REQUEST;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.mail.Mails.MailRow;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of mails, for operators. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = "/api/v1/operations/mails", produces = MediaType.APPLICATION_JSON_VALUE)
class MailsController {

    private static final int AT_MOST = 200;

    private final Permissions permissions;
    private final Mails mails;

    MailsController(Permissions permissions, Mails mails) {
        this.permissions = permissions;
        this.mails = mails;
    }

    @Schema(name = "Mails")
    record MailsJson(
            @Schema(description = "How many are due and not sent.", example = "0")
            long waiting,

            @Schema(description = "How many were given up within the last 30 days.", example = "0")
            long parked,

            @Schema(description = "How long the longest waiting one has been due; 0 if none waits.", example = "0")
            long oldestSeconds,

            List<MailJson> items) {}

    @Schema(name = "Mail", description = "That there is a mail, and what became of it; not what it says or to whom.")
    record MailJson(
            @Schema(description = "The left part of its Message-ID.")
            String id,

            MailKind kind,

            @Schema(description = "Absent if it is about somebody's sign-in account.") @Nullable
            UUID customerId,

            MailState state,
            @Schema(example = "1") int attempts,
            Instant dueAt,

            @Schema(description = "Absent while it waits.") @Nullable
            Instant finishedAt,

            @Schema(
                    description =
                            "The answer code of the mail server, or why it was not sent; absent if there was none.")
            @Nullable
            String lastError) {

        static MailJson of(MailRow it) {
            return new MailJson(
                    it.mailId(),
                    it.kind(),
                    it.customerId() == null ? null : it.customerId().value(),
                    it.state(),
                    it.attempts(),
                    it.dueAt(),
                    it.finishedAt(),
                    it.lastError());
        }
    }

    @Parameter(
            in = QUERY,
            name = "state",
            description = "Only mails in this state; those that wait if absent.",
            schema = @Schema(implementation = MailState.class))
    @Operation(
            summary = "List mails",
            description =
                    "At most 200, those due or finished last first. They are kept for 30 days after they were sent or given up.")
    @MayAnswer({NOT_PERMITTED, MALFORMED_REQUEST})
    @GetMapping
    Answer<MailsJson> list(Caller caller, Query query) {
        permissions.requireOperator(caller);
        var state = query.find("state", MailState.class).orElse(MailState.WAITING);
        var numbers = mails.numbers();
        return Answer.ok(new MailsJson(
                numbers.waiting(),
                numbers.parked(),
                numbers.oldest().toSeconds(),
                mails.in(state, AT_MOST).stream().map(MailJson::of).toList()));
    }
}
