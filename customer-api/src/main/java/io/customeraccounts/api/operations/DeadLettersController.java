package io.customeraccounts.api.operations;

import static io.customeraccounts.api.problems.ProblemType.NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.projections.followers.DeadLetter;
import io.customeraccounts.projections.followers.DeadLetters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What followers could not handle, for operators. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = "/api/v1/operations/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLettersController {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLettersController.class);

    private final Permissions permissions;
    private final CommandTransaction transactions;
    private final DeadLetters letters;
    private final EventProcessingConfiguration processing;

    DeadLettersController(
            Permissions permissions,
            CommandTransaction transactions,
            DeadLetters letters,
            EventProcessingConfiguration processing) {
        this.permissions = permissions;
        this.transactions = transactions;
        this.letters = letters;
        this.processing = processing;
    }

    @Operation(
            summary = "List dead letters",
            description =
                    "Events that a follower could not handle, of each customer the first; its later events wait for it, and nobody else's. Each is tried again every minute. At most 200, those that have been parked for the longest time first.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping
    Answer<PageJson<DeadLetterJson>> list(Caller caller) {
        permissions.requireOperator(caller);
        return Answer.ok(
                new PageJson<>(letters.all().stream().map(DeadLetterJson::of).toList(), null));
    }

    @Operation(summary = "List discarded events", description = "At most 200, the last ones first.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping("/discarded")
    Answer<PageJson<DiscardedEventJson>> discarded(Caller caller) {
        permissions.requireOperator(caller);
        return Answer.ok(new PageJson<>(
                letters.discarded().stream().map(DiscardedEventJson::of).toList(), null));
    }

    @Operation(summary = "Show a dead letter", description = "Not one that only waits for another.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND})
    @GetMapping("/{deadLetterId}")
    Answer<DeadLetterJson> show(Caller caller, @PathVariable String deadLetterId) {
        permissions.requireOperator(caller);
        return Answer.ok(DeadLetterJson.of(find(deadLetterId)));
    }

    @Operation(
            summary = "Try a dead letter again",
            description = "At once, and if it succeeds those that wait for it, up to the first that fails.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND})
    @PostMapping("/{deadLetterId}/retry")
    Answer<RetriedJson> retry(Caller caller, @PathVariable String deadLetterId, Write write) {
        permissions.requireOperator(caller);
        var letter = find(deadLetterId);
        // In transactions of its own: an event that was handled stays so, whatever becomes of this request.
        var handled = processing
                .sequencedDeadLetterProcessor(letter.follower())
                .map(it -> it.process(parked -> parked instanceof JdbcDeadLetter<?> row
                        && row.getIdentifier().equals(letter.id().toString())))
                .orElse(false);
        LOG.info("Dead letter {} of {}: tried again by {}", deadLetterId, letter.follower(), caller.actor());
        return transactions.perform(
                write,
                sender -> () -> Answer.ok(new RetriedJson(
                        handled,
                        letters.find(letter.id()).map(DeadLetterJson::of).orElse(null))));
    }

    @Operation(
            summary = "Discard a dead letter",
            description =
                    "The follower leaves the event out, for good; those that wait for it are tried next. The event itself stays in the history. The header Reason says why, and is kept.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REASON_REQUIRED})
    @DeleteMapping("/{deadLetterId}")
    Answer<Void> discard(Caller caller, @PathVariable String deadLetterId, Write write) {
        var operator = permissions.requireOperator(caller);
        find(deadLetterId);
        var reason = write.reason().orElseThrow(() -> Problem.of(REASON_REQUIRED));
        Answer<Void> answer = transactions.perform(write, sender -> {
            if (!letters.discard(find(deadLetterId), operator.personId(), reason)) {
                throw Problem.notFound();
            }
            return Answer::noContent;
        });
        LOG.info("Dead letter {}: discarded by {}", deadLetterId, caller.actor());
        return answer;
    }

    /** What is no id names nothing. */
    private DeadLetter find(String id) {
        try {
            return letters.find(UUID.fromString(id)).orElseThrow(Problem::notFound);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }
}
