package io.customeraccounts.api.operations;

import static io.customeraccounts.api.problems.ProblemType.INVALID_VALUE;
import static io.customeraccounts.api.problems.ProblemType.NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.REBUILD_NOT_RUNNING;
import static io.customeraccounts.api.problems.ProblemType.REBUILD_RUNNING;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.projections.rebuild.MemoryRebuilder;
import io.customeraccounts.projections.rebuild.RebuildProgress;
import io.customeraccounts.projections.rebuild.Rebuilder;
import io.customeraccounts.projections.rebuild.Rebuilds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rebuilds of the read tables and of what followers remember, for operators. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = RebuildsController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class RebuildsController {

    static final String PATH = "/api/v1/operations/rebuilds";

    private static final Logger LOG = LoggerFactory.getLogger(RebuildsController.class);

    private final Permissions permissions;
    private final CommandTransaction transactions;
    private final Rebuilds rebuilds;
    private final Rebuilder rebuilder;
    private final MemoryRebuilder memories;

    RebuildsController(
            Permissions permissions,
            CommandTransaction transactions,
            Rebuilds rebuilds,
            Rebuilder rebuilder,
            MemoryRebuilder memories) {
        this.permissions = permissions;
        this.transactions = transactions;
        this.rebuilds = rebuilds;
        this.rebuilder = rebuilder;
        this.memories = memories;
    }

    @Operation(
            summary = "List rebuilds",
            description = "The last one of each read table, and of what each follower remembers.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping
    Answer<PageJson<RebuildJson>> list(Caller caller) {
        permissions.requireOperator(caller);
        return Answer.ok(
                new PageJson<>(rebuilds.all().stream().map(RebuildJson::of).toList(), null));
    }

    @Operation(
            summary = "Rebuild a read table or what a follower remembers",
            description =
                    "From all events, beside the live one and while everything goes on; then both are compared row by row, and rows that differ are repaired. No mail is sent, and nothing is done again. What a follower remembers is called as the follower is, and is compared as soon as no event of it is parked.")
    @MayAnswer({NOT_PERMITTED, INVALID_VALUE, REBUILD_RUNNING})
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Answer<RebuildJson> start(Caller caller, Write write, Body<StartRebuildRequest> body) {
        permissions.requireOperator(caller);
        var table = table(body.read());
        var answer = transactions.perform(write, sender -> {
            if (!rebuilds.start(table)) {
                throw Problem.of(REBUILD_RUNNING);
            }
            return () -> Answer.of(HttpStatus.ACCEPTED, RebuildJson.of(find(table)))
                    .header(HttpHeaders.LOCATION, PATH + "/" + table);
        });
        asked("started", table, caller);
        return answer;
    }

    private String table(StartRebuildRequest request) {
        var table = request.table();
        if (table == null) {
            throw Problem.malformed(FieldError.at("/table", "missing"));
        }
        var choices = rebuilds.all().stream().map(RebuildProgress::table).toList();
        if (!choices.contains(table)) {
            throw Problem.invalid(FieldError.at("/table", "not-a-choice").with("choices", choices));
        }
        return table;
    }

    @Operation(
            summary = "Show a rebuild",
            description =
                    "How far it has come, and what differed: table, key, column and both values, personal data masked.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND})
    @GetMapping("/{table}")
    Answer<RebuildJson> show(Caller caller, @PathVariable String table) {
        permissions.requireOperator(caller);
        return Answer.ok(RebuildJson.of(find(table), rebuilds.differences(table)));
    }

    @Operation(summary = "Pause a rebuild", description = "Pausing twice succeeds.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REBUILD_NOT_RUNNING})
    @PostMapping("/{table}/pause")
    Answer<RebuildJson> pause(Caller caller, @PathVariable String table, Write write) {
        return turn(caller, table, write, "paused", rebuilds::pause);
    }

    @Operation(summary = "Go on with a paused rebuild", description = "Succeeds also if it is running.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REBUILD_NOT_RUNNING})
    @PostMapping("/{table}/resume")
    Answer<RebuildJson> resume(Caller caller, @PathVariable String table, Write write) {
        return turn(caller, table, write, "resumed", rebuilds::resume);
    }

    @Operation(
            summary = "Cancel a rebuild",
            description = "For good; the next one starts from the first event. Rows that were repaired stay repaired.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REBUILD_NOT_RUNNING})
    @DeleteMapping("/{table}")
    Answer<RebuildJson> cancel(Caller caller, @PathVariable String table, Write write) {
        return turn(caller, table, write, "cancelled", rebuilds::cancel);
    }

    private Answer<RebuildJson> turn(Caller caller, String table, Write write, String what, Predicate<String> rebuild) {
        permissions.requireOperator(caller);
        find(table);
        var answer = transactions.perform(write, sender -> {
            if (!rebuild.test(table)) {
                throw Problem.of(REBUILD_NOT_RUNNING);
            }
            return () -> Answer.ok(RebuildJson.of(find(table)));
        });
        asked(what, table, caller);
        return answer;
    }

    private RebuildProgress find(String table) {
        return rebuilds.find(table).orElseThrow(Problem::notFound);
    }

    private void asked(String what, String table, Caller caller) {
        LOG.info("Rebuild of {}: {} by {}", table, what, caller.actor());
        rebuilder.wake();
        memories.wake();
    }
}
