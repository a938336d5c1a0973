package io.customeraccounts.api.ledger;

import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.projections.ledger.CheckpointKeys;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys that sign checkpoints, for operators. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = "/api/v1/operations/checkpoint-keys", produces = MediaType.APPLICATION_JSON_VALUE)
class CheckpointKeysController {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeysController.class);

    /** A key is found in the list of all. */
    private static final URI KEYS = URI.create("/api/v1/ledger/keys");

    private final Permissions permissions;
    private final CommandTransaction transactions;
    private final CheckpointKeys keys;

    CheckpointKeysController(Permissions permissions, CommandTransaction transactions, CheckpointKeys keys) {
        this.permissions = permissions;
        this.transactions = transactions;
        this.keys = keys;
    }

    @Operation(
            summary = "Change the key that signs checkpoints",
            description =
                    "The next checkpoint is signed by the new key and the one before it, those after it by the new one alone.")
    @MayAnswer(NOT_PERMITTED)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Answer<KeyJson> add(Caller caller, Write write) {
        permissions.requireOperator(caller);
        var answer = transactions.perform(write, sender -> {
            var key = keys.add();
            return () -> Answer.created(KEYS, new KeyJson(key.text()));
        });
        LOG.info("Checkpoints are signed by a new key.");
        return answer;
    }
}
