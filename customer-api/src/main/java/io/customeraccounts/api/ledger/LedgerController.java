package io.customeraccounts.api.ledger;

import static io.customeraccounts.api.problems.ProblemType.MALFORMED_REQUEST;
import static io.customeraccounts.api.problems.ProblemType.NOT_FOUND;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.projections.ledger.CheckpointKeys;
import io.customeraccounts.projections.ledger.Checkpoints;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.SignedNote;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Checkpoints, for everybody, and proofs, for who is signed in. None of it says anything about what is in an event. */
@Tag(name = "Ledger")
@RestController
@RequestMapping("/api/v1/ledger")
class LedgerController {

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final Checkpoints checkpoints;
    private final CheckpointKeys keys;
    private final Ledger ledger;

    LedgerController(Checkpoints checkpoints, CheckpointKeys keys, Ledger ledger) {
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.ledger = ledger;
    }

    @Operation(
            summary = "Show a checkpoint",
            description =
                    "The last one, or the first that covers a position, as a signed note (C2SP tlog-checkpoint). Whoever keeps it can later show that nothing before it was changed.")
    @Parameter(
            name = "position",
            in = ParameterIn.QUERY,
            description = "Of an event that the checkpoint is to cover; without it, the last checkpoint.",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @MayAnswer({NOT_FOUND, MALFORMED_REQUEST})
    @Anyone
    @GetMapping(path = "/checkpoint", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> checkpoint(Query query) {
        var position = Positions.find(query, "position", 1, Long.MAX_VALUE);
        var note = position.map(checkpoints::from)
                .orElseGet(() -> checkpoints.last().or(checkpoints::make));
        return text(note.map(SignedNote::asText).orElseThrow(() -> Problem.of(NOT_FOUND)));
    }

    @Operation(
            summary = "List the keys that sign checkpoints",
            description = "A line each, the newest first, as verifier keys of signed notes: name+id+key.")
    @Anyone
    @GetMapping(path = "/keys", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> keys() {
        return text(keys.verifiers().stream().map(key -> key.text() + "\n").collect(Collectors.joining()));
    }

    private static ResponseEntity<String> text(String text) {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.noCache())
                .body(text);
    }

    @Operation(summary = "Prove that an event is in the ledger")
    @Parameter(
            name = "position",
            in = ParameterIn.QUERY,
            required = true,
            description = "Of the event.",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @Parameter(
            name = "size",
            in = ParameterIn.QUERY,
            required = true,
            description = "Of the checkpoint that it is to be proved for.",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @MayAnswer(MALFORMED_REQUEST)
    @GetMapping(path = "/inclusion", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<InclusionJson> inclusion(Caller caller, Query query) {
        var size = Positions.required(query, "size", 1, ledger.lastPosition());
        var position = Positions.required(query, "position", 1, size);
        return Answer.ok(new InclusionJson(
                Long.toString(position),
                Long.toString(size),
                base64(checkpoints.leaf(position)),
                base64(checkpoints.tree().inclusion(position - 1, size))));
    }

    @Operation(summary = "Prove that nothing has changed between two checkpoints")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            required = true,
            description = "The size of the earlier checkpoint.",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            required = true,
            description = "The size of the later one.",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @MayAnswer(MALFORMED_REQUEST)
    @GetMapping(path = "/consistency", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<ConsistencyJson> consistency(Caller caller, Query query) {
        var to = Positions.required(query, "to", 1, ledger.lastPosition());
        var from = Positions.required(query, "from", 1, to);
        return Answer.ok(new ConsistencyJson(
                Long.toString(from),
                Long.toString(to),
                base64(checkpoints.tree().consistency(from, to))));
    }

    private static List<String> base64(List<byte[]> hashes) {
        return hashes.stream().map(LedgerController::base64).toList();
    }

    private static String base64(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }
}
